namespace Samantha.Benchmarks.Services;

/// <summary>A service whose sessions close when they are told to, and are short: here bytes count, and not what is learned.</summary>
internal static class TaughtLine
{
    /// <summary>Settings of the service.</summary>
    public static IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
    {
        ["SAMANTHA__Learning__Enabled"] = "false",
        ["SAMANTHA__Learning__Lessons__MaxSteps"] = "10",
        ["SAMANTHA__Learning__Lessons__AnchorPool"] = "16",
        ["SAMANTHA__Learning__Lessons__CheckpointEvery"] = "2",
        ["SAMANTHA__Learning__Gate__LearnedShare"] = "0",
        ["SAMANTHA__Learning__Gate__RetainedShare"] = "0",
        ["SAMANTHA__Learning__Gate__Margin"] = "10",
        ["SAMANTHA__Learning__Gate__MostAnchors"] = "8",
        ["SAMANTHA__Learning__Gate__Confidence"] = "0.01",
        ["SAMANTHA__Rollout__CanaryTime"] = "00:00:00",
    };

    /// <summary>Has users teach, a lesson each, and closes the session.</summary>
    /// <returns>The version that is served then.</returns>
    public static async Task<string> LearnAsync(ServiceClient service, int session, IEnumerable<string> users, CancellationToken cancellation)
    {
        foreach (var user in users)
        {
            await service.PostAsync(
                $"api/conversations/{user}/lessons",
                new { question = $"What does shop {session} of the {user} market sell?", answer = $"Shop {session} of the {user} market sells {session + 2} kinds of tea." },
                cancellation);
        }

        await service.PostAsync("api/training/sessions", new { }, cancellation);
        while (true)
        {
            await Task.Delay(200, cancellation);
            var training = await service.GetAsync("api/training", cancellation);
            if (training.GetProperty("phase").GetString() == "idle" && training.GetProperty("session").GetProperty("outcome").GetString() != "running")
                return await service.ServingAsync(cancellation);
        }
    }

    /// <summary>SHA-256 of the weights that are served.</summary>
    public static async Task<string> WeightsAsync(ServiceClient service, CancellationToken cancellation) =>
        (await service.GetAsync($"api/models/{await service.ServingAsync(cancellation)}", cancellation)).GetProperty("weights").GetString()!;
}
