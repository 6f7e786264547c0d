using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Samantha.Browser.Tests;

public sealed class PageTests(BrowserFixture fixture)
{
    [Fact]
    public async Task Say_GladWords_StreamAReplyWithItsVersionAndMoveTheState()
    {
        await using var visit = await Visit.StartAsync(fixture);
        var valence = visit.Page.GetByRole(AriaRole.Meter, new PageGetByRoleOptions { Name = "Valence" });
        var before = await Number(valence);

        var turn = await visit.SayAsync("What a wonderful day");

        await Expect(turn.Locator(".you .bubble")).ToHaveTextAsync("What a wonderful day");
        (await turn.Locator(".her .bubble").TextContentAsync()).ShouldNotBeNullOrEmpty();
        (await Number(valence)).ShouldBeGreaterThan(before);
        await Expect(visit.Page.Locator("#labels li").First).ToContainTextAsync("joy");
        await Expect(visit.Page.Locator("#words mark")).ToHaveTextAsync("wonderful");
    }

    [Fact]
    public async Task Rate_ReplyThenReload_IsStillRated()
    {
        await using var visit = await Visit.StartAsync(fixture);
        var turn = await visit.SayAsync("Hello");

        await turn.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Poor reply" }).ClickAsync();
        await Expect(turn.Locator(".down")).ToHaveAttributeAsync("aria-pressed", "true");

        await visit.Page.ReloadAsync();
        await Expect(visit.Page.Locator(".turn .down")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(visit.Page.Locator(".turn .you .bubble")).ToHaveTextAsync("Hello");
    }

    [Fact]
    public async Task SayItBetter_Correction_DrawsTheCurveAndBringsTheNextVersion()
    {
        await using var visit = await Visit.StartAsync(fixture);
        var turn = await visit.SayAsync("When does the library open?");

        await turn.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Say it better" }).ClickAsync();
        await turn.Locator(".correction textarea").FillAsync("At nine every morning.");
        await turn.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Teach" }).ClickAsync();

        await Expect(turn.Locator(".better")).ToContainTextAsync("Taught");
        await Expect(visit.Page.Locator("#curve .loss")).ToHaveAttributeAsync("points", new Regex(","));
        await Expect(visit.Page.Locator("header .version")).ToHaveTextAsync(new Regex("^v2-"));
        await Expect(visit.Page.Locator(".announce b")).ToHaveTextAsync(new Regex("^v2-"));
        await Expect(visit.Page.Locator("#versions .serving code")).ToHaveTextAsync(new Regex("^v2-"));
        var next = await visit.SayAsync("And now?");
        await Expect(next.Locator(".under .version")).ToHaveTextAsync(new Regex("^v2-"));
    }

    [Fact]
    public async Task Say_Markup_IsShownAndNotObeyed()
    {
        const string Markup = "<img src=x onerror=alert(1)><b>bold</b>";
        await using var visit = await Visit.StartAsync(fixture);
        var turn = await visit.SayAsync(Markup);
        await Expect(turn.Locator(".you .bubble")).ToHaveTextAsync(Markup);
        (await visit.Page.Locator(".turn img, .turn b").CountAsync()).ShouldBe(0);
    }

    [Theory]
    [InlineData(390, 844)]
    [InlineData(300, 640)]
    public async Task Page_OnAPhone_FitsAndShowsWhatSheLearnsOnDemand(int width, int height)
    {
        await using var visit = await Visit.StartAsync(fixture, width, height);
        await visit.SayAsync("Hello");

        (await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue();
        var menu = (await visit.Page.Locator("#menu summary").BoundingBoxAsync())!;
        (menu.X + menu.Width).ShouldBeLessThanOrEqualTo(width);
        await Expect(visit.Page.Locator("#mind")).ToBeHiddenAsync();
        await visit.Page.ClickAsync("#panel-toggle");
        await Expect(visit.Page.Locator("#versions .serving")).ToBeVisibleAsync();
        await visit.Page.ClickAsync("#panel-toggle");
        await Expect(visit.Page.Locator("#mind")).ToBeHiddenAsync();
    }

    private static async Task<double> Number(ILocator meter)
    {
        await Expect(meter).ToHaveAttributeAsync("aria-valuenow", new Regex("[0-9]"));
        return double.Parse((await meter.GetAttributeAsync("aria-valuenow"))!, CultureInfo.InvariantCulture);
    }
}
