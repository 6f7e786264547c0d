using System.Net;
using System.Text;
using Samantha.Client;

namespace Samantha.LoadGenerator.Tests;

public sealed class SimulatedUserTests
{
    private const string Emotion = "event: emotion\ndata: {\"turnId\":\"t0\",\"labels\":{},\"valence\":0,\"arousal\":0,\"dominance\":0,\"dominant\":\"neutral\",\"emotionalState\":{}}\n\n";
    private const string Completed = "event: completed\ndata: {\"turnId\":\"t0\",\"reply\":\"Yes\",\"model\":\"v1-000000000000\",\"emotionalState\":{},\"replayed\":false}\n\n";

    [Fact]
    public async Task Talk_AReplyThatBreaksOffAndIsRepeated_CountsAsBrokenOffAndConfirmed()
    {
        using var enough = new CancellationTokenSource();
        using var client = new SamanthaClient(new Answers(enough, Emotion, Emotion + Completed), new SamanthaClientOptions { FirstPause = TimeSpan.Zero });
        var meter = new LoadMeter();
        var settings = new LoadSettings([new Uri("http://127.0.0.1:1")], 1, TimeSpan.FromMinutes(1), TimeSpan.Zero, 1, null);
        var user = new SimulatedUser(client, "ada", [["Are you there"]], settings, new Random(1), meter);

        await user.TalkAsync(enough.Token, TestContext.Current.CancellationToken);

        (meter.Cut, meter.Retries, meter.Failed).ShouldBe((1, 1, 0));
        meter.Interruptions.ShouldHaveSingleItem().Heard.ShouldBe(Heard.Emotion);
        user.Confirmed.ShouldHaveSingleItem().Reply.ShouldBe("Yes");
        user.Waits.ShouldHaveSingleItem();
    }

    /// <summary>Answers one request after the other; with the last, it is enough.</summary>
    private sealed class Answers(CancellationTokenSource enough, params string[] answers) : HttpMessageHandler
    {
        private int _given;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = answers[_given++];
            if (_given == answers.Length)
                enough.Cancel();
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
            {
                RequestMessage = request,
                Content = new StringContent(answer, Encoding.UTF8, "text/event-stream"),
            });
        }
    }
}
