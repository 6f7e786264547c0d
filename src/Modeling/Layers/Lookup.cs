using static TorchSharp.torch;

namespace Samantha.Modeling.Layers;

/// <summary>Looks ids up in a table.</summary>
internal static class Lookup
{
    /// <param name="table">[rows, width].</param>
    /// <param name="ids">Any shape, int64.</param>
    /// <returns>The ids' shape with the width behind it.</returns>
    public static Tensor Rows(Tensor table, Tensor ids)
    {
        using var flat = ids.reshape(-1);
        using var rows = table.index_select(0, flat);
        return rows.view([.. ids.shape, table.shape[1]]);
    }
}
