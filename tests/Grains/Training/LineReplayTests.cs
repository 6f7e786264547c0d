using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Samantha.Contracts.Conversations;
using Samantha.Contracts.Interactions;
using Samantha.Contracts.Models;
using Samantha.Contracts.Problems;
using Samantha.Contracts.Training;
using Samantha.Grains.Lessons;
using Samantha.Grains.Tests.Doubles;
using Samantha.Grains.Training;

namespace Samantha.Grains.Tests.Training;

public sealed class LineReplayTests
{
    private static readonly LearningOptions Options = new() { MostLessons = 3, MostLessonsPerAuthor = 2, RehearsalMemory = 6, MostRehearsed = 3, MostAttempts = 2 };

    [Fact]
    public async Task Run_NothingForgotten_MakesNothingAnew()
    {
        var history = new History();
        await history.Live([("ann", "a"), ("bob", "beta")]);
        await history.Live([("ann", "c")]);
        var made = history.Made.Count;

        var line = await history.Replay();

        history.Made.Count.ShouldBe(made);
        line.Serving.ShouldBe(history.Serving);
        line.Ledger.Sessions.ShouldBe(history.Ledger.Sessions);
        line.State.Learned.ShouldBe(history.State.Learned);
    }

    [Fact]
    public async Task Run_UserForgotten_KeepsWhatWasBeforeThemAndVanishesWhatWasTheirsAlone()
    {
        var history = new History();
        await history.Live([("ann", "a")]);
        var before = history.Serving;
        await history.Live([("bob", "beta")]);
        await history.Live([("ann", "c")]);
        await history.Forget("bob");

        var line = await history.Replay();

        line.Ledger.Sessions.Select(session => session.End).ShouldBe([SessionEnd.Promoted, SessionEnd.Empty, SessionEnd.Promoted]);
        line.Ledger.Sessions[0].Version.ShouldBe(before);
        line.Ledger.Sessions[2].Parent.ShouldBe(before);
        history.Made[^1].Replaces.ShouldBe(history.Ledger.Sessions[2].Version);
        history.WeightsOf(line.Serving).ShouldNotContain("beta");
        // What was replayed may be replayed.
        (await history.Replay(line.Ledger, line.Serving)).Ledger.Sessions.ShouldBe(line.Ledger.Sessions);
    }

    [Fact]
    public async Task Run_AllForgotten_ServesTheModelOfTheBeginning()
    {
        var history = new History();
        await history.Live([("bob", "beta")]);
        await history.Live([("bob", "c")]);
        await history.Forget("bob");

        (await history.Replay()).Serving.ShouldBe(History.Base);
    }

    [Fact]
    public async Task Run_OperatorWentBack_GoesBackToWhatIsInItsPlace()
    {
        var history = new History();
        await history.Live([("bob", "beta"), ("ann", "a")]);
        var first = history.Serving;
        await history.Live([("ann", "c")]);
        history.Serving = first;
        await history.Live([("ann", "d")]);
        history.Serving = first;
        await history.Forget("bob");

        var line = await history.Replay();

        line.Ledger.Sessions[2].Parent.ShouldBe(line.Ledger.Sessions[0].Version);
        line.Serving.ShouldBe(line.Ledger.Sessions[0].Version);
    }

    [Fact]
    public async Task Run_VersionOlderThanTheNotes_SaysSo()
    {
        var history = new History();
        await history.Live([("bob", "beta")]);
        await history.Forget("bob");

        (await Should.ThrowAsync<HistoryUnknownException>(() => history.Replay(new SessionLedger(), history.Serving))).Message.ShouldContain(history.Serving);
    }

    [Fact]
    public async Task Run_OperatorReleased_LearnsItAgainAndWhatWasDroppedNot()
    {
        var history = new History { Gate = weights => !weights.Contains("bad") || weights.Contains("carl") };
        await history.Live([("ann", "1 bad"), ("ann", "2 bad")]);
        for (var i = 0; history.State.Waiting.Length > 0; i++)
            await history.Live([]);
        history.Held.Count.ShouldBe(2);
        await history.Act(history.Held[0], isReleased: false);
        await history.Act(history.Held[0], isReleased: true);
        await history.Live([("bob", "3 bob"), ("carl", "4 carl")]);
        history.WeightsOf(history.Serving).ShouldContain("2 bad");
        history.WeightsOf(history.Serving).ShouldNotContain("1 bad");
        await history.Forget("bob");

        var line = await history.Replay();

        history.WeightsOf(line.Serving).ShouldContain("2 bad");
        history.WeightsOf(line.Serving).ShouldNotContain("3 bob");
        history.HeldIn(line.State).ShouldBeEmpty();
        line.Ledger.Acts.Length.ShouldBe(2);
    }

    /// <summary>
    /// Whoever taught what in which session, however their sessions ended, whatever was taught anew, and whatever operators did: without a user, the
    /// replay serves the very weights of a history in which that user never taught and sessions closed at the same moments.
    /// </summary>
    [Fact]
    public void Run_AnyHistory_EqualsOneInWhichTheUserNeverTaught() => Prop.ForAll(
        Gen.Choose(0, 59).ListOf().Select(taught => taught.ToArray()).ListOf().ToArbitrary(),
        Gen.Choose(0, 2).ToArbitrary(),
        (sessions, forgotten) =>
        {
            var lessons = sessions.Take(8).Select(taught => taught.Take(6).Select(Lesson).ToArray()).ToArray();
            var with = new History { Gate = Coin };
            var without = new History { Gate = Coin };
            foreach (var taught in lessons)
            {
                var closed = with.Live(taught).GetAwaiter().GetResult();
                without.Live([.. taught.Where(lesson => lesson.User != User(forgotten))], closed).GetAwaiter().GetResult();
                // Of what is in quarantine an operator releases some and drops some.
                foreach (var held in with.Held.Where(held => held.Number % 3 != 0).ToList())
                {
                    with.Act(held, held.Number % 3 == 1).GetAwaiter().GetResult();
                    without.Act(held, held.Number % 3 == 1).GetAwaiter().GetResult();
                }
            }

            with.Forget(User(forgotten)).GetAwaiter().GetResult();
            var line = with.Replay().GetAwaiter().GetResult();

            with.WeightsOf(line.Serving).ShouldBe(without.WeightsOf(without.Serving));
            line.State.Waiting.Select(lesson => lesson.Answer).ShouldBe(without.State.Waiting.Select(lesson => lesson.Answer));
            line.State.Learned.Select(lesson => lesson.Answer).ShouldBe(without.State.Learned.Select(lesson => lesson.Answer));
            with.HeldIn(line.State).ShouldBe(without.Held);
        }).QuickCheckThrowOnFailure();

    // The weights themselves toss it.
    private static bool Coin(string weights) => weights.Length % 4 != 0;

    // Three users, each of whom may teach the same question anew.
    private static (string User, string Answer) Lesson(int number) => (User(number % 3), $"{number % 4}-{number / 4}");

    private static string User(int number) => ((string[])["ann", "bob", "carl"])[number];

    /// <summary>A trainer's history without its grain: lessons are taught, a session closes, its version is made of them.</summary>
    private sealed class History
    {
        public const string Base = "v1-base";

        private readonly MemoryInteractionLog _log = new();
        private readonly Dictionary<string, (ModelVersion Version, string Weights, HashSet<long> Positions)> _versions = new();
        private readonly Dictionary<string, long> _last = [];
        private readonly List<(long Position, string User, int Number)> _taught = [];
        private readonly Curation _curation;

        public History()
        {
            _curation = Curated(Options);
            Add(Base, null, "base", null, []);
        }

        public string Serving { get; set; } = Base;

        /// <summary>Whether weights pass.</summary>
        public Func<string, bool> Gate { get; init; } = _ => true;

        public TrainerState State { get; private set; } = new();

        public SessionLedger Ledger { get; private set; } = new();

        public List<PlannedSession> Made { get; } = [];

        public string WeightsOf(string version) => _versions[version].Weights;

        /// <returns>Whether there was a session.</returns>
        public async Task<bool> Live(IEnumerable<(string User, string Answer)> lessons, bool closes = true)
        {
            foreach (var (user, answer) in lessons)
            {
                _last[user] = (await _log.Append(user, _last.GetValueOrDefault(user), new FactTaught("question " + answer[0], answer, null))).Position;
                _taught.Add((_last[user], user, _taught.Count(taught => taught.User == user)));
            }

            State = await _curation.ReadAll(State, long.MaxValue, TestContext.Current.CancellationToken);
            if (!closes)
                return false;
            State = await _curation.Compare(State);
            if (SessionPlanner.Plan(State, _versions[Serving].Version, DateTimeOffset.UnixEpoch, Options) is not { } planned)
                return false;
            State = State.Beginning(planned, Options.RehearsalMemory);
            var version = Make(planned);
            var promoted = version.Standing == ModelStanding.Accepted;
            var outcome = promoted ? SessionOutcome.Promoted : SessionOutcome.Rejected;
            State = await _curation.Ended(State.Ending(outcome, Options), planned, outcome);
            Ledger = Ledger.With(planned.Id, planned.Through, planned.Parent, version.Id, promoted ? SessionEnd.Promoted : SessionEnd.Rejected, planned.Settings);
            if (promoted)
                Serving = version.Id;
            return true;
        }

        /// <summary>What is in quarantine: the how manieth lessons of whom.</summary>
        public IReadOnlyList<(string User, int Number)> Held => HeldIn(State);

        public IReadOnlyList<(string User, int Number)> HeldIn(TrainerState state) =>
            [.. state.Quarantine.Select(held => _taught.Single(taught => taught.Position == held.Lesson.Position)).Select(taught => (taught.User, taught.Number))];

        /// <summary>An operator does something to a lesson, if it is in quarantine.</summary>
        public async Task Act((string User, int Number) lesson, bool isReleased)
        {
            if (!Held.Contains(lesson))
                return;
            var position = _taught.Single(taught => taught.User == lesson.User && taught.Number == lesson.Number).Position;
            var next = isReleased ? await _curation.Release(State, position) : await _curation.Drop(State, position);
            Ledger = Ledger.With(new OperatorAct(State.LastSession, State.Position, position, isReleased));
            State = next with { Acts = Ledger.Acts.Length };
        }

        public async Task Forget(string user)
        {
            await _log.Forget(user);
            var gone = (await _log.ReadDeletions()).ToHashSet();
            foreach (var (id, model) in _versions.OrderBy(known => known.Value.Version.Sequence).ToList())
            {
                if (model.Positions.Overlaps(gone) || (model.Version.Parent is { } parent && _versions[parent].Version.LearnedFromForgotten))
                    _versions[id] = model with { Version = model.Version with { LearnedFromForgotten = true } };
            }
        }

        public async Task<ReplayedLine> Replay(SessionLedger? ledger = null, string? served = null)
        {
            var line = await new LineReplay(Curated, version => Task.FromResult(_versions[version].Version), (planned, _) => Task.FromResult(Make(planned)), _ => { })
                .Run(ledger ?? Ledger, served ?? Serving, TestContext.Current.CancellationToken);
            var state = await _curation.Redo(line.State, line.Ledger.Acts.Skip(line.State.Acts), TestContext.Current.CancellationToken);
            return line with { State = await _curation.ReadAll(state, long.MaxValue, TestContext.Current.CancellationToken) };
        }

        private Curation Curated(LearningOptions options) => new(_log, null, () => Task.FromResult<LanguageModel?>(null), options, TimeProvider.System);

        private ModelVersion Make(PlannedSession planned)
        {
            var made = _versions.Values.Select(model => model.Version).FirstOrDefault(version =>
                version.Parent == planned.Parent && version.Seed == planned.Seed && version.LessonsDigest == planned.Digest && !version.LearnedFromForgotten);
            if (made is not null)
                return made;
            Made.Add(planned);
            var weights = $"{_versions[planned.Parent].Weights} + {planned.Seed}: {string.Join(',', planned.Lessons.Concat(planned.Rehearsed).Select(lesson => lesson.Answer))}";
            return Add($"v{_versions.Count + 1}", planned.Parent, weights, planned, [.. planned.Lessons.Concat(planned.Rehearsed).Select(lesson => lesson.Position)]);
        }

        private ModelVersion Add(string id, string? parent, string weights, PlannedSession? planned, HashSet<long> positions)
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(weights)));
            var version = new ModelVersion(
                id, _versions.Count + 1, parent, DateTimeOffset.UnixEpoch, "test", planned?.Seed ?? 0, ImmutableDictionary<string, double>.Empty, 0, planned?.Digest,
                planned is null || Gate(weights) ? ModelStanding.Accepted : ModelStanding.Rejected, null, false, false)
            { Weights = hash };
            _versions.Add(id, (version, weights, positions));
            return version;
        }
    }
}
