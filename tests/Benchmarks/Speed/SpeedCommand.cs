using System.CommandLine;
using Samantha.Training.Evaluation;

namespace Samantha.Benchmarks.Speed;

/// <summary>
/// Training and decoding beside Debian's PyTorch doing the same work on the same shape, one thread each, taking turns so
/// that both meet the same machine.
/// </summary>
internal static class SpeedCommand
{
    public static Command Create()
    {
        var seconds = new Option<double>("--seconds") { DefaultValueFactory = _ => 12, Description = "How long each turn lasts" };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 3, Description = "How many turns each side gets" };
        var command = new Command("speed", "Training and decoding tokens/s against python3-torch in the same run") { seconds, rounds };
        command.SetAction(parse => Run(parse.GetValue(seconds), parse.GetValue(rounds)));
        return command;
    }

    private static int Run(double seconds, int rounds)
    {
        var training = Compare("train", seconds, rounds, DecoderWork.Train);
        var decoding = Compare("decode", seconds, rounds, DecoderWork.Decode);
        ResultsTable.Append(Path.Combine(Checkout.Results, "speed.md"), "Speed beside python3-torch 1.13, 32 M parameters, one thread",
            ("train tokens/s", $"{training.Ours:0}"), ("peer", $"{training.Peer:0}"), ("ratio", $"{training.Ratio:0.00}"),
            ("decode tokens/s", $"{decoding.Ours:0.0}"), ("decode peer", $"{decoding.Peer:0.0}"), ("decode ratio", $"{decoding.Ratio:0.00}"));
        return training.Ratio >= 1.1 && decoding.Ratio >= 1.5 ? 0 : 1;
    }

    private static Comparison Compare(string work, double seconds, int rounds, Func<double, double> ours)
    {
        var mine = new List<double>();
        var peers = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            mine.Add(ours(seconds));
            peers.Add(TorchPeer.Run(work, seconds));
            Console.WriteLine($"  {work}, turn {round + 1} of {rounds}: {mine[^1]:0.0} tokens/s, python3-torch {peers[^1]:0.0}");
        }

        return new Comparison(Median(mine), Median(peers));
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private sealed record Comparison(double Ours, double Peer)
    {
        public double Ratio => Ours / Peer;
    }
}
