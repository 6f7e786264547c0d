using Samantha.Modeling.Decoders;
using TorchSharp;

namespace Samantha.Modeling.Tests.Decoders;

public sealed class MixedPrecisionTests
{
    [Fact]
    public void Loss_BFloat16Products_AreRoundedAndNearFloat32()
    {
        using var model = TinyModels.Decoder();
        var (loss, gradients) = Differentiate(model);
        model.ProductType = torch.ScalarType.BFloat16;

        var (narrowLoss, narrowGradients) = Differentiate(model);

        narrowLoss.ShouldNotBe(loss);
        narrowLoss.ShouldBe(loss, 0.02 * loss);
        narrowGradients.Keys.ShouldBe(gradients.Keys);
        foreach (var (name, narrow) in narrowGradients)
        {
            narrow.ShouldNotBe(gradients[name], name);
            Cosine(narrow, gradients[name]).ShouldBeGreaterThan(0.98, name);
        }
    }

    [Fact]
    public void Loss_BFloat16ProductsWithoutGradients_StayInFloat32()
    {
        using var model = TinyModels.Decoder();
        using var ungraded = torch.no_grad();
        var wide = Loss(model).item<float>();
        model.ProductType = torch.ScalarType.BFloat16;

        Loss(model).item<float>().ShouldBe(wide);
    }

    private static (double Loss, SortedDictionary<string, float[]> Gradients) Differentiate(DecoderModel model)
    {
        using var scope = torch.NewDisposeScope();
        var loss = Loss(model);
        loss.backward();
        var gradients = new SortedDictionary<string, float[]>(StringComparer.Ordinal);
        foreach (var (name, parameter) in model.named_parameters())
        {
            gradients[name] = parameter.grad!.data<float>().ToArray();
            parameter.grad = null;
        }

        return (loss.item<float>(), gradients);
    }

    private static torch.Tensor Loss(DecoderModel model)
    {
        var ids = torch.tensor(TinyModels.Ids(60, seed: 2).Select(id => (long)id).ToArray(), [2, 30]);
        return model.Loss(ids, ids);
    }

    private static double Cosine(float[] one, float[] other) =>
        one.Zip(other, (x, y) => (double)x * y).Sum() / Math.Sqrt(one.Sum(x => (double)x * x) * other.Sum(y => (double)y * y));
}
