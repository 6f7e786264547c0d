using System.ClientModel;
using OpenAI;
using OpenAI.Chat;

namespace Samantha.Silo.Tests.Http;

/// <summary>The official client of OpenAI's interface, pointed here.</summary>
public sealed class OpenAiClientTests(ServiceFixture fixture)
{
    private static readonly ChatCompletionOptions Short = new() { Temperature = 0, MaxOutputTokenCount = 8 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private OpenAIClient Client => new(new ApiKeyCredential("any-key-will-do"), new OpenAIClientOptions { Endpoint = new Uri(fixture.Service.Address, "/v1") });

    private ChatClient Chat => Client.GetChatClient("samantha");

    [Fact]
    public async Task CompleteChat_Dialogue_ReturnsTheReplyItsVersionAndUsage()
    {
        ChatCompletion completion = await Chat.CompleteChatAsync(
            [new SystemChatMessage("Be kind."), new UserChatMessage("Hello"), new AssistantChatMessage("Hello, you."), new UserChatMessage("How are you?")], Short, Token);

        completion.Content.ShouldHaveSingleItem().Text.ShouldNotBeNull();
        completion.Role.ShouldBe(ChatMessageRole.Assistant);
        completion.Model.ShouldMatch("^v[0-9]+-[0-9a-f]{12}$");
        completion.Usage.InputTokenCount.ShouldBeGreaterThan(0);
        completion.Usage.TotalTokenCount.ShouldBe(completion.Usage.InputTokenCount + completion.Usage.OutputTokenCount);
        (completion.FinishReason is ChatFinishReason.Stop or ChatFinishReason.Length).ShouldBeTrue();
    }

    [Fact]
    public async Task CompleteChatStreaming_SameRequest_StreamsTheSameReply()
    {
        ChatMessage[] messages = [new UserChatMessage("Tell me something")];
        ChatCompletion whole = await Chat.CompleteChatAsync(messages, Short, Token);
        var updates = await Chat.CompleteChatStreamingAsync(messages, Short, Token).ToListAsync(Token);

        string.Concat(updates.SelectMany(update => update.ContentUpdate).Select(part => part.Text)).ShouldBe(whole.Content[0].Text);
        updates.Select(update => update.Model).Distinct().ShouldHaveSingleItem().ShouldBe(whole.Model);
        updates.Single(update => update.FinishReason is not null).FinishReason.ShouldBe(whole.FinishReason);
        updates.Single(update => update.Usage is not null).Usage.OutputTokenCount.ShouldBe(whole.Usage.OutputTokenCount);
    }

    [Fact]
    public async Task CompleteChat_WithUser_BecomesATurnOfTheirConversation()
    {
        ChatCompletion completion = await Chat.CompleteChatAsync(
            [new UserChatMessage("Hello from OpenAI's client")], new ChatCompletionOptions { MaxOutputTokenCount = 8, EndUserId = "oscar" }, Token);

        var conversation = await fixture.Http.GetStringAsync("/api/conversations/oscar", Token);
        conversation.ShouldContain("Hello from OpenAI");
        conversation.ShouldContain(completion.Model);
    }

    [Fact]
    public async Task CompleteChat_UnknownModel_FailsWithNotFound()
    {
        var failure = await Should.ThrowAsync<ClientResultException>(
            Client.GetChatClient("v9-000000000000").CompleteChatAsync([new UserChatMessage("Hello")], Short, Token));
        failure.Status.ShouldBe(404);
    }

    [Fact]
    public async Task GetModels_Always_ListsTheServedNameAndItsVersion()
    {
        var models = await Client.GetOpenAIModelClient().GetModelsAsync(Token);
        models.Value.Select(model => model.Id).ShouldContain("samantha");
        models.Value.Count.ShouldBeGreaterThanOrEqualTo(2);
    }
}
