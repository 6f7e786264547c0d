using Samantha.Modeling.Checkpoints;
using Samantha.Training.Evaluation;
using Samantha.Training.Lessons;

namespace Samantha.Training.Tests.Lessons;

public sealed class AnswerCheckTests(TinyBase tiny)
{
    [Fact]
    public void Check_WhatGreedyDecodingSays_IsSaidAndNothingElse()
    {
        using var model = ModelFolder.LoadDecoder(tiny.Folder);
        string[] questions = ["where is the pool", "when do you open", "who are you", "what is for lunch"];
        var replies = new GreedyDecoder(model, TinyModel.Tokenizer).Replies(questions);
        var lessons = questions.Zip(replies, (question, reply) => new Lesson(question, reply))
            .Concat(questions.Zip(replies, (question, reply) => new Lesson(question, reply + " now"))).ToList();
        var examples = new LessonExamples(TinyModel.Tokenizer, lessons, lessons.Count, [], model.Config.MaxPositions);

        var said = new AnswerCheck(null).Check(model, [.. examples.Plain().Take(lessons.Count)]).Select(result => result.Said);

        said.ShouldBe([true, true, true, true, false, false, false, false]);
    }
}
