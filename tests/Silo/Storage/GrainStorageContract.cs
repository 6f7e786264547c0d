using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Samantha.Silo.Tests.Storage;

/// <summary>What a grain storage promises, whatever its engine.</summary>
public abstract class GrainStorageContract : StorageContract
{
    private protected static readonly GrainId Grain = GrainId.Create("conversation", "xenia-the-user");

    [Fact]
    public async Task Read_NothingStored_IsANewState()
    {
        var state = await Read();
        (state.State.Text, state.RecordExists, state.ETag).ShouldBe((null, false, null));
    }

    [Theory]
    [InlineData("hëllo 😀 \u0000 \"quoted\"")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Write_ThenReopen_ReadsTheSame(string? text)
    {
        var state = await Write(await Read(), text);
        await Storage.Reopen();

        var read = await Read();
        (read.State.Text, read.RecordExists, read.ETag).ShouldBe((text, true, state.ETag));
        (await Read("other")).RecordExists.ShouldBeFalse();
    }

    [Fact]
    public async Task Write_Huge_ReadsTheSame()
    {
        var huge = new string('ü', 2_000_000);
        await Write(await Read(), huge);
        (await Read()).State.Text.ShouldBe(huge);
    }

    [Fact]
    public async Task Write_StaleETag_IsRefusedWithBothVersions()
    {
        var stale = await Write(await Read(), "one");
        var other = await Write(await Read(), "two");

        var refusal = await Should.ThrowAsync<InconsistentStateException>(() => Write(Copy(stale), "three"));
        (refusal.StoredEtag, refusal.CurrentEtag).ShouldBe((other.ETag, stale.ETag));
        (await Read()).State.Text.ShouldBe("two");
        await Write(other, "four");
    }

    [Fact]
    public async Task Write_NewWhereOneIs_IsRefused()
    {
        var missed = await Read();
        await Write(await Read(), "one");

        await Should.ThrowAsync<InconsistentStateException>(() => Write(missed, "two"));
        (await Read()).State.Text.ShouldBe("one");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Write_ManyAtOnceOverOneVersion_OneIsTaken(bool isThere)
    {
        var before = isThere ? await Write(await Read(), "before") : await Read();
        var taken = 0;
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            try
            {
                await Write(Copy(before), $"writer {i}");
                Interlocked.Increment(ref taken);
            }
            catch (InconsistentStateException)
            {
                // All but one.
            }
        }));

        taken.ShouldBe(1);
    }

    [Fact]
    public async Task Clear_State_RefusesTheActivationFromBefore()
    {
        var state = await Write(await Read(), "text");
        var before = Copy(state);

        await Storage.Grains.ClearStateAsync("name", Grain, state);

        (state.RecordExists, state.ETag, state.State.Text).ShouldBe((false, null, null));
        (await Read()).RecordExists.ShouldBeFalse();
        // Written anew, the state has an ETag that no one had before.
        await Write(state, "anew");
        await Should.ThrowAsync<InconsistentStateException>(() => Write(Copy(before), "stale"));
        await Should.ThrowAsync<InconsistentStateException>(() => Storage.Grains.ClearStateAsync("name", Grain, Copy(before)));
        (await Read()).State.Text.ShouldBe("anew");
    }

    [Fact]
    public async Task Clear_WhatIsNotThere_IsDone()
    {
        var state = await Read();
        await Storage.Grains.ClearStateAsync("name", Grain, state);
        state.RecordExists.ShouldBeFalse();
    }

    [Fact]
    public async Task Clear_WithoutHavingRead_IsRefused()
    {
        await Write(await Read(), "text");
        await Should.ThrowAsync<InconsistentStateException>(() => Storage.Grains.ClearStateAsync("name", Grain, new GrainState<Stored>(new Stored())));
    }

    private protected async Task<GrainState<Stored>> Read(string name = "name")
    {
        var state = new GrainState<Stored>(new Stored());
        await Storage.Grains.ReadStateAsync(name, Grain, state);
        return state;
    }

    private protected async Task<GrainState<Stored>> Write(GrainState<Stored> state, string? text)
    {
        state.State = new Stored { Text = text };
        await Storage.Grains.WriteStateAsync("name", Grain, state);
        return state;
    }

    private static GrainState<Stored> Copy(GrainState<Stored> state) => new(new Stored { Text = state.State.Text }, state.ETag) { RecordExists = state.RecordExists };

    public sealed class Stored
    {
        public string? Text { get; set; }
    }
}
