using Samantha.Training.Lessons;
using TorchSharp;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Samantha.Training.Tests.Lessons;

public sealed class LessonDescentTests
{
    private const double Longest = 0.5;

    /// <summary>As far as a loss that is linear is from zero, but no further than the longest step; along the gradient, whatever its length.</summary>
    [Theory]
    [InlineData(1.0, 5.0, 1.0, 0.2)]
    [InlineData(100.0, 5.0, 1.0, Longest)]
    [InlineData(100.0, 0.001, 1.0, Longest)]
    [InlineData(1.0, 5.0, 0.25, 0.05)]
    [InlineData(0.0, 5.0, 1.0, 0.0)]
    public void Step_Loss_IsAsLongAsTheLossAsks(double loss, double norm, double share, double length)
    {
        using var scope = NewDisposeScope();
        using var one = new Parameter(zeros(2));
        using var other = new Parameter(zeros(1));
        using var descent = new LessonDescent([one, other], Longest, momentum: 0);
        one.grad = tensor(new[] { 0.0f, (float)(0.6 * norm) });
        other.grad = tensor(new[] { (float)(0.8 * norm) });

        descent.Step(loss, share);

        using var ungraded = no_grad();
        one[0].item<float>().ShouldBe(0);
        one[1].item<float>().ShouldBe((float)(-0.6 * length), 1e-5f);
        other[0].item<float>().ShouldBe((float)(-0.8 * length), 1e-5f);
    }
}
