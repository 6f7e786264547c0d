using Samantha.Modeling.Lora;
using TorchSharp;
using TorchSharp.Modules;

namespace Samantha.Modeling.Tests.Lora;

public sealed class ImportanceTests
{
    [Fact]
    public void Value_TwoSteps_IsSmoothedSensitivityTimesItsUncertainty()
    {
        using var scope = torch.NewDisposeScope();
        using var parameter = new Parameter(torch.tensor([2f, -1f]));
        using var importance = new Importance(parameter, 0.5, 0.25);
        Update([3f, 0f]);
        Update([1f, 4f]);

        // |w·g| is 6, then 2 for the first and 0, then 4 for the second.
        float[] expected = [Of(6, 2), Of(0, 4)];
        importance.Value().ToArray().ShouldBe(expected, tolerance: 1e-6);

        void Update(float[] gradient)
        {
            parameter.grad = torch.tensor(gradient);
            importance.Update();
        }

        static float Of(float first, float second)
        {
            var sensitivity = 0.5f * first;
            var uncertainty = 0.75f * Math.Abs(first - sensitivity);
            sensitivity = 0.5f * sensitivity + 0.5f * second;
            uncertainty = 0.25f * uncertainty + 0.75f * Math.Abs(second - sensitivity);
            return sensitivity * uncertainty;
        }
    }
}
