using Samantha.Orleans.Tests.Support;

namespace Samantha.Orleans.Tests.Reminders;

public interface IReminderGrain : IGrainWithStringKey
{
    Task Register(string name, TimeSpan dueTime, TimeSpan period);

    Task Unregister(string name);

    Task<string?> Get(string name);

    Task<List<string>> GetAll();

    Task Deactivate();
}

public sealed class ReminderGrain(Probe probe) : Grain, IReminderGrain, IRemindable
{
    public Task Register(string name, TimeSpan dueTime, TimeSpan period) => this.RegisterOrUpdateReminder(name, dueTime, period);

    public async Task Unregister(string name) => await this.UnregisterReminder((await this.GetReminder(name))!);

    public async Task<string?> Get(string name) => (await this.GetReminder(name))?.ReminderName;

    public async Task<List<string>> GetAll() => [.. (await this.GetReminders()).Select(reminder => reminder.ReminderName)];

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        probe.Note($"{reminderName} {status.Period} {status.CurrentTickTime - status.FirstTickTime}");
        probe[$"{reminderName} {probe.Count(reminderName)}"].Mark();
        return Task.CompletedTask;
    }

    public Task Deactivate()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        probe["deactivated"].Mark();
        return Task.CompletedTask;
    }
}

public interface IForgetfulGrain : IGrainWithStringKey
{
    Task Register();
}

public sealed class ForgetfulGrain : Grain, IForgetfulGrain
{
    public Task Register() => this.RegisterOrUpdateReminder("r", TimeSpan.Zero, TimeSpan.FromMinutes(1));
}

public sealed class ReminderTests : IAsyncLifetime
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private TestSilo _silo = null!;

    private IReminderGrain Grain => _silo.Grain<IReminderGrain>();

    public async ValueTask InitializeAsync() =>
        _silo = await TestSilo.StartAsync(builder => builder.UseInMemoryReminderService(), manualClock: true);

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task Reminder_TicksWhenDueAndEveryPeriod()
    {
        await Grain.Register("r", 2 * Minute, 5 * Minute);

        _silo.Clock.Advance(Minute);
        _silo.Probe["r 1"].IsReached.ShouldBeFalse();
        _silo.Clock.Advance(Minute);
        await _silo.Probe["r 1"].Reached;
        await Grain.GetAll();
        await _silo.Clock.AdvanceUntilAsync(_silo.Probe["r 3"].Reached, Minute, Grain.GetAll);
    }

    [Fact]
    public async Task Reminder_OfAnInactiveGrain_ActivatesIt()
    {
        await Grain.Register("r", Minute, Minute);
        await Grain.Deactivate();
        await _silo.Probe["deactivated"].Reached;

        _silo.Clock.Advance(Minute);

        await _silo.Probe["r 1"].Reached;
    }

    [Fact]
    public async Task Reminder_Unregistered_DoesNotTick()
    {
        await Grain.Register("r", Minute, Minute);
        await Grain.Register("other", Minute, Minute);

        await Grain.Unregister("r");
        _silo.Clock.Advance(Minute);
        await _silo.Probe["other 1"].Reached;

        _silo.Probe["r 1"].IsReached.ShouldBeFalse();
        (await Grain.Get("r")).ShouldBeNull();
    }

    [Fact]
    public async Task Reminder_RegisteredAgain_ReplacesTheFirst()
    {
        await Grain.Register("r", Minute, Minute);

        await Grain.Register("r", 10 * Minute, 2 * Minute);
        _silo.Clock.Advance(9 * Minute);
        (await Grain.GetAll()).ShouldBe(["r"]);
        _silo.Probe["r 1"].IsReached.ShouldBeFalse();
        _silo.Clock.Advance(Minute);

        await _silo.Probe["r 1"].Reached;
        _silo.Probe.Notes.ShouldContain("r 00:02:00 00:00:00");
    }

    [Fact]
    public async Task GetReminders_ReturnsTheGrainsOwn()
    {
        await Grain.Register("a", Minute, Minute);
        await Grain.Register("b", Minute, Minute);
        await _silo.Grain<IReminderGrain>("other").Register("c", Minute, Minute);

        (await Grain.GetAll()).ShouldBe(["a", "b"], ignoreOrder: true);
        (await Grain.Get("a")).ShouldBe("a");
        (await Grain.Get("c")).ShouldBeNull();
    }

    [Fact]
    public async Task Register_WithTooShortAPeriod_Throws() =>
        await Should.ThrowAsync<ArgumentException>(() => Grain.Register("r", Minute, TimeSpan.FromSeconds(10)));

    [Fact]
    public async Task Register_ByAGrainThatIsNotRemindable_Throws() =>
        await Should.ThrowAsync<InvalidOperationException>(() => _silo.Grain<IForgetfulGrain>().Register());
}
