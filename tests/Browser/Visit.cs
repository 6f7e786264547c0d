using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Samantha.Testing;

namespace Samantha.Browser.Tests;

/// <summary>A browser's window on the page of a service of its own. Its end finds fault with every error in the console.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private const float Patience = 60_000; // milliseconds

    private readonly RunningService _service;
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _faults = new();

    private Visit(RunningService service, IBrowserContext context, IPage page)
    {
        _service = service;
        _context = context;
        Page = page;
        page.Console += (_, message) => Note(message.Type == "error", message.Text);
        page.PageError += (_, error) => Note(true, error);
    }

    public IPage Page { get; }

    public static async Task<Visit> StartAsync(
        BrowserFixture fixture, int width = 1400, int height = 900, ColorScheme scheme = ColorScheme.Light, IReadOnlyDictionary<string, string?>? settings = null)
    {
        Assert.SkipUnless(fixture.Browser is not null, "No chromium at /usr/bin/chromium: apt-get install chromium.");
        var service = await RunningService.StartAsync(settings: settings);
        var context = await fixture.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
        });
        context.SetDefaultTimeout(Patience);
        Assertions.SetDefaultExpectTimeout(Patience);
        var visit = new Visit(service, context, await context.NewPageAsync());
        await visit.Page.GotoAsync(service.Address.ToString());
        await Assertions.Expect(visit.Page.Locator("header .version")).ToHaveTextAsync(new Regex("^v1-"));
        return visit;
    }

    /// <summary>Says something and waits until the reply is confirmed.</summary>
    /// <returns>The turn as shown.</returns>
    public async Task<ILocator> SayAsync(string text)
    {
        await Page.FillAsync("#text", text);
        await Page.PressAsync("#text", "Enter");
        var turn = Page.Locator(".turn").Last;
        await Assertions.Expect(turn.Locator(".under .version")).ToHaveTextAsync(new Regex("^v[0-9]+-[0-9a-f]{12}$"));
        return turn;
    }

    /// <summary>Says something, teaches what the reply should have been, and waits until the next version answers.</summary>
    public async Task TeachAsync(string text, string correction)
    {
        var turn = await SayAsync(text);
        var before = await turn.Locator(".under .version").TextContentAsync();
        await turn.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Say it better" }).ClickAsync();
        await turn.Locator(".correction textarea").FillAsync(correction);
        await turn.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Teach" }).ClickAsync();
        await Assertions.Expect(Page.Locator("header .version").First).Not.ToHaveTextAsync(before!);
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        await _service.DisposeAsync();
        _faults.ShouldBeEmpty();
    }

    private void Note(bool isFault, string text)
    {
        if (isFault)
            _faults.Enqueue(text);
    }
}
