using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Samantha.Training.Continual.Learners;

/// <summary>
/// A table (rows, width) of which an update touches few rows. It is a parameter like any other, with a gradient of its own
/// shape that is zero but for the rows it names: whoever knows of them need not read the others. On the CPU, in float32.
/// </summary>
public sealed class RowParameter : Parameter
{
    private const int VectorWidths = 16;

    private readonly List<int> touched = [];
    private readonly bool[] isTouched;

    /// <param name="table">(rows, width); it is empty afterwards. The width is a multiple of 16, for whole vectors.</param>
    /// <exception cref="ArgumentException">The width is another.</exception>
    public RowParameter(Tensor table)
        : base(table)
    {
        // Like the parameters of modules, it belongs to its owner and to no scope.
        DetachFromDisposeScope();
        (Rows, Width) = ((int)shape[0], (int)shape[1]);
        if (Width % VectorWidths != 0)
            throw new ArgumentException($"A row has {Width} values; a multiple of {VectorWidths} is needed.", nameof(table));
        isTouched = new bool[Rows];
        using var gradient = zeros(Rows, Width);
        grad = gradient;
    }

    public int Rows { get; }

    public int Width { get; }

    /// <summary>The rows whose gradient may differ from zero, each once.</summary>
    public IReadOnlyList<int> Touched => touched;

    /// <summary>All values, row after row, where they lie.</summary>
    public Span<float> Values => Floats(this);

    /// <summary>The gradient, row after row, where it lies. What is written to a row is to be <see cref="Touch">said</see>.</summary>
    public Span<float> Gradient
    {
        get
        {
            // Another handle of memory that lives as long as this parameter.
            using var gradient = grad!;
            return Floats(gradient);
        }
    }

    /// <summary>Says that a row's gradient is no longer zero.</summary>
    public void Touch(int row)
    {
        if (isTouched[row])
            return;
        isTouched[row] = true;
        touched.Add(row);
    }

    /// <summary>Makes the gradient zero again.</summary>
    public void ClearGradient()
    {
        var gradient = Gradient;
        foreach (var row in touched)
        {
            Row(gradient, row).Clear();
            isTouched[row] = false;
        }

        touched.Clear();
    }

    /// <summary>The touched rows of a table of the same shape, in the order of <see cref="Touched"/>.</summary>
    internal float[] Gather(ReadOnlySpan<float> table)
    {
        var rows = new float[touched.Count * Width];
        foreach (var (i, row) in touched.Index())
            table.Slice(row * Width, Width).CopyTo(Row(rows, i));
        return rows;
    }

    /// <summary>Moves the touched rows along their gradients.</summary>
    internal void Move(float size)
    {
        var values = Values;
        var gradient = Gradient;
        foreach (var row in touched)
            TensorPrimitives.MultiplyAdd(Row(gradient, row), size, Row(values, row), Row(values, row));
    }

    /// <summary>The floats of a tensor of this shape.</summary>
    internal static Span<float> Floats(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    internal Span<float> Row(Span<float> table, int row) => table.Slice(row * Width, Width);
}
