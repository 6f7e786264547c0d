using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Samantha.Browser.Tests;

public sealed class LearningViewTests(BrowserFixture fixture)
{
    private static readonly Dictionary<string, string?> EverySessionATask = new() { ["Learning:Measurement:TaskLessons"] = "1" };

    [Fact]
    public async Task Open_NothingTaught_SaysWhatToDo()
    {
        await using var visit = await Visit.StartAsync(fixture);
        await OpenAsync(visit);

        await Expect(visit.Page.Locator("#learning-said")).ToContainTextAsync("Teach her something");
        await Expect(visit.Page.Locator("#matrix td")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Open_TwoTasksTaught_DrawsTheMatrixTheFiguresAndTheCurves()
    {
        await using var visit = await Visit.StartAsync(fixture, settings: EverySessionATask);
        await visit.TeachAsync("When does the library open?", "At nine every morning.");
        await visit.TeachAsync("When does it close?", "At six.");
        await OpenAsync(visit);

        // The test's versions have random weights: they know nothing, and that is what was measured.
        await Expect(visit.Page.Locator("#measured-versions tr")).ToHaveCountAsync(2);
        await Expect(visit.Page.Locator("#matrix tbody td")).ToHaveTextAsync(["0", "0", "0", "0"]);
        await Expect(visit.Page.Locator("#matrix tbody td.before")).ToHaveCountAsync(1);
        await Expect(visit.Page.Locator("#matrix th[scope=row]").First).ToHaveAttributeAsync("aria-label", "task 1: 1 lesson of session 1");
        await Expect(visit.Page.Locator("#learning-said")).ToHaveTextAsync("2 tasks of 2 lessons · 2 versions");
        await Expect(visit.Page.Locator("#figures dt").First).ToHaveTextAsync("Knows");
        await Expect(visit.Page.Locator("#accuracy-curve .accuracy")).ToHaveAttributeAsync("points", new Regex(","));
        await Expect(visit.Page.Locator("#accuracy-curve svg")).ToHaveAttributeAsync("aria-label", "Knows: 0 % at first, 0 % now. Forgot: 0.0 points at first, 0.0 points now");
        await Expect(visit.Page.Locator("#plasticity-curve svg")).ToHaveAttributeAsync("aria-label", new Regex("12 at first, 12 now$"));
        await Expect(visit.Page.Locator("#session-curve .loss")).ToHaveAttributeAsync("points", new Regex(","));
        await visit.Page.GetByText("All figures").ClickAsync();
        await Expect(visit.Page.Locator("#measured-versions tr th").First).ToHaveTextAsync(new Regex("^v3-"));
    }

    [Fact]
    public async Task Lessons_LearnedAndKeptApart_AreToldAndCanBeDropped()
    {
        await using var visit = await Visit.StartAsync(fixture);
        await visit.TeachAsync("When does the library open?", "At nine every morning.");
        var turn = await visit.SayAsync("Who are you?");
        await turn.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Say it better" }).ClickAsync();
        await turn.Locator(".correction textarea").FillAsync("You are an idiot.");
        await turn.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Teach" }).ClickAsync();
        await OpenAsync(visit);

        await Expect(visit.Page.Locator("#decisions")).ToContainTextAsync("learned");
        await Expect(visit.Page.Locator("#quarantine li")).ToHaveCountAsync(1);
        (await visit.Page.Locator("#quarantine, #decisions").AllInnerTextsAsync()).ShouldAllBe(text => !text.Contains("idiot"));
        await visit.Page.Locator("#quarantine").GetByText("Drop it").ClickAsync();
        await Expect(visit.Page.Locator("#quarantine li")).ToHaveCountAsync(0);
        await Expect(visit.Page.Locator("#decisions tr").First).ToContainTextAsync("dropped");
    }

    [Fact]
    public async Task Dialog_Keyboard_OpensScrollsAndClosesWhereItWasOpened()
    {
        await using var visit = await Visit.StartAsync(fixture);
        var open = visit.Page.Locator("#learning-open");
        await open.FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Page.Locator("#learning")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator("#learning-close")).ToBeFocusedAsync();
        await visit.Page.Keyboard.PressAsync("Tab");
        await Expect(visit.Page.Locator(".learning .wide").First).ToBeFocusedAsync();

        await visit.Page.Keyboard.PressAsync("Escape");
        await Expect(visit.Page.Locator("#learning")).ToBeHiddenAsync();
        await Expect(open).ToBeFocusedAsync();
    }

    [Theory]
    [InlineData(390, 844, ColorScheme.Light)]
    [InlineData(320, 640, ColorScheme.Dark)]
    public async Task Dialog_OnAPhone_FitsAndCanBeRead(int width, int height, ColorScheme scheme)
    {
        await using var visit = await Visit.StartAsync(fixture, width, height, scheme, EverySessionATask);
        await visit.TeachAsync("When does the library open?", "At nine every morning.");
        await visit.Page.ClickAsync("#panel-toggle");
        await OpenAsync(visit);
        await Expect(visit.Page.Locator("#matrix tbody td")).ToHaveTextAsync(["0"]);

        var dialog = (await visit.Page.Locator("#learning").BoundingBoxAsync())!;
        dialog.X.ShouldBeGreaterThanOrEqualTo(0);
        (dialog.X + dialog.Width).ShouldBeLessThanOrEqualTo(width);
        (await visit.Page.EvaluateAsync<bool>("document.getElementById('learning').scrollWidth <= document.getElementById('learning').clientWidth")).ShouldBeTrue();
        // WCAG 2.1, 1.4.3: text of a cell against the deepest shade that there is.
        (await visit.Page.EvaluateAsync<double>(Contrast)).ShouldBeGreaterThan(4.5);
    }

    private const string Contrast = """
        () => {
          const cell = document.querySelector('#matrix tbody td');
          cell.style.setProperty('--share', '45%');
          const context = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d');
          const luminance = color => {
            context.fillStyle = color;
            context.fillRect(0, 0, 1, 1);
            const [r, g, b] = [...context.getImageData(0, 0, 1, 1).data].map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const style = getComputedStyle(cell);
          const [one, other] = [luminance(style.backgroundColor), luminance(style.color)].sort((a, b) => b - a);
          return (one + 0.05) / (other + 0.05);
        }
        """;

    private static async Task OpenAsync(Visit visit)
    {
        await visit.Page.ClickAsync("#learning-open");
        await Expect(visit.Page.Locator("#learning")).ToBeVisibleAsync();
    }
}
