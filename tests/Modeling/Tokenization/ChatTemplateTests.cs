using FsCheck;
using FsCheck.Fluent;
using Samantha.Modeling.Tokenization.ChatTemplates;

namespace Samantha.Modeling.Tests.Tokenization;

public class ChatTemplateTests
{
    private static readonly ChatMessage[] Messages =
    [
        new("system", "Be kind."),
        new("user", "  Hi! "),
        new("assistant", "Hello."),
    ];

    [Theory]
    [InlineData("{{ 1 + 2 * 3 }}", "7")]
    [InlineData("{{ (1 + 2) * 3 }}", "9")]
    [InlineData("{{ 7 // 2 }} {{ -7 // 2 }} {{ -7 % 3 }} {{ 2 ** 10 }} {{ 7 / 2 }} {{ 4 / 2 }}", "3 -4 2 1024 3.5 2.0")]
    [InlineData("{{ 'a' ~ 1 ~ none ~ true }}", "a1NoneTrue")]
    [InlineData("{{ 'a' 'b' + \"c\" }}", "abc")]
    [InlineData("{{ 'ab' * 3 }}", "ababab")]
    [InlineData("{{ 'x' if false }}|{{ 'x' if true else 'y' }}|{{ 'a' if 0 else 'b' if '' else 'c' }}", "|x|c")]
    [InlineData("{{ 1 < 2 <= 2 }} {{ 1 < 2 < 2 }} {{ 'a' < 'b' }} {{ 1 == 1.0 }} {{ '1' == 1 }}", "True False True True False")]
    [InlineData("{{ 'a' in 'cat' }} {{ 'b' not in ['a'] }} {{ 'k' in {'k': 1} }}", "True True True")]
    [InlineData("{{ not true or true and false }}", "False")]
    [InlineData("{{ '' or 'x' }} {{ 'x' and 'y' }}", "x y")]
    [InlineData("{{ [1, 'a', [none, 2.5]] }}", "[1, 'a', [None, 2.5]]")]
    [InlineData("{{ {'a': 1, 'b': \"it's\"} }}", "{'a': 1, 'b': \"it's\"}")]
    [InlineData("{{ 'abcdef'[1:3] }} {{ 'abcdef'[-2:] }} {{ 'abc'[::-1] }} {{ [1, 2, 3][:-1] }}", "bc ef cba [1, 2]")]
    [InlineData("{{ '𝓗ello'[0] }}{{ '𝓗ello'[1:] | length }}", "𝓗4")]
    [InlineData("{{ [1, 2][5] is defined }} {{ x is undefined }} {{ (x.y is defined) if (x is defined) else 'no' }}", "False True no")]
    [InlineData("{{ 6 is divisibleby 3 }} {{ 3 is odd }} {{ 'x' is string }} {{ 1 is not none }} {{ {} is mapping }}", "True True True True True")]
    [InlineData("{{ '<b>' | upper | trim }}{{ ' x ' | trim ~ '!' }}", "<B>x!")]
    [InlineData("{{ ['a', 'b'] | join(', ') }} {{ 'a,b'.split(',') | last }} {{ ' a  b '.split() | length }}", "a, b b 2")]
    [InlineData("{{ x | default('d') }} {{ '' | default('d', true) }} {{ none | default('d') }}", "d d None")]
    [InlineData("{{ [{'n': 1, 'ok': true}, {'n': 2}] | selectattr('ok') | map(attribute='n') | list }}", "[1]")]
    [InlineData("{{ [1, 2, 3, 4] | select('even') | list }} {{ ['a', 'b'] | map('upper') | join }}", "[2, 4] AB")]
    [InlineData("{{ [{'r': 'u'}, {'r': 'a'}] | rejectattr('r', 'equalto', 'u') | list | length }}", "1")]
    [InlineData("{{ {'a': [1, none, true], 'é': '<\"\\n>'} | tojson }}", "{\"a\": [1, null, true], \"é\": \"<\\\"\\n>\"}")]
    [InlineData("{{ {'a': [1]} | tojson(indent=2) }}", "{\n  \"a\": [\n    1\n  ]\n}")]
    [InlineData("{{ 'a-b'.replace('-', '+') }} {{ 'Abc'.startswith('A') }} {{ 'xxabxx'.strip('x') }}", "a+b True ab")]
    [InlineData("{% for k, v in {'a': 1, 'b': 2}.items() %}{{ k }}={{ v }};{% endfor %}", "a=1;b=2;")]
    [InlineData("{% for i in range(5) if i != 2 %}{{ loop.index }}:{{ i }}{{ ',' if not loop.last }}{% endfor %}", "1:0,2:1,3:3,4:4")]
    [InlineData("{% for i in [] %}x{% else %}none{% endfor %}", "none")]
    [InlineData("{% for i in range(9) %}{% if i == 1 %}{% continue %}{% endif %}{% if i == 3 %}{% break %}{% endif %}{{ i }}{% endfor %}", "02")]
    [InlineData("{% set x = 1 %}{% for i in range(2) %}{% set x = 9 %}{% endfor %}{{ x }}", "1")]
    [InlineData("{% set ns = namespace(n=0) %}{% for i in range(3) %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n }}", "3")]
    [InlineData("{% set a, b = 1, 2 %}{{ a }}{{ b }}{% set t %}[{{ a }}]{% endset %}{{ t }}", "12[1]")]
    [InlineData("{% macro hi(name, mark='!') %}Hi {{ name }}{{ mark }}{% endmacro %}{{ hi('A') }}{{ hi('B', mark='?') }}", "Hi A!Hi B?")]
    [InlineData("{% generation %}words{% endgeneration %}{# remark #}", "words")]
    [InlineData("{{ {'a': {'b': 1}}['a'].b }}{{ {'a': 1}.get('z', 'none') }}", "1none")]
    [InlineData("a\n{% if true %}\n  b\n  {% endif %}\nc\n", "a\n  b\nc")]
    [InlineData("a \n {%- if true -%} \n b {%- endif %}\n", "ab")]
    [InlineData("  {{ 'x' }}  \n{#- y -#}  z", "  xz")]
    [InlineData("  {%+ if true %}x{% endif %}", "  x")]
    [InlineData("{{ -3 | abs }} {{ -2.5 | abs }} {{ '7' | int + 1 }} {{ '0.5' | float }}", "3 2.5 8 0.5")]
    [InlineData("{{ {'a': {'b': 2}} }}", "{'a': {'b': 2}}")]
    public void Render_Expression_GivesWhatJinjaGives(string source, string expected) =>
        ChatTemplate.Parse(source).Render([]).ShouldBe(expected);

    [Fact]
    public void Render_Conversation_SeesMessagesTokensAndVariables()
    {
        var template = ChatTemplate.Parse(
            "{{ bos_token }}{% for m in messages %}{{ m['role'] }}: {{ m.content | trim }}\n{% endfor %}" +
            "{{ mood }}{% if add_generation_prompt %}assistant:{% endif %}{{ eos_token is defined }}");

        template.Render(Messages, addGenerationPrompt: true, "<|bos|>", variables: new Dictionary<string, object?> { ["mood"] = "<calm>" })
            .ShouldBe("<|bos|>system: Be kind.\nuser: Hi!\nassistant: Hello.\n<calm>assistant:False");
    }

    [Fact]
    public void Render_VariablesOfEveryKind_AreSeen()
    {
        var variables = new Dictionary<string, object?>
        {
            ["n"] = 3,
            ["f"] = 0.5,
            ["tools"] = new object?[] { new Dictionary<string, object?> { ["name"] = "weather" }, null },
        };

        ChatTemplate.Parse("{{ n + f }} {{ tools[0].name }} {{ tools | length }}").Render([], variables: variables).ShouldBe("3.5 weather 2");
        Should.Throw<ArgumentException>(() => ChatTemplate.Parse("").Render([], variables: new Dictionary<string, object?> { ["x"] = new object() }));
    }

    [Theory]
    [InlineData("a\n{{ x.y }}", 2, "undefined")]
    [InlineData("\n\n{{ 1 / 0 }}", 3, "division by zero")]
    [InlineData("{{ 'a' + 1 }}", 1, "string")]
    [InlineData("{{ raise_exception('No ' + 'way') }}", 1, "No way")]
    [InlineData("{% set x = 1 %}{% set x.y = 2 %}", 1, "namespace")]
    [InlineData("{{ nothing() }}", 1, "undefined")]
    [InlineData("{% for i in 5 %}{% endfor %}", 1, "iterated")]
    [InlineData("{% set a, b = [1] %}", 1, "values")]
    [InlineData("{{ 9223372036854775807 + 1 }}", 1, "range")]
    public void Render_Failing_NamesTheLineAndTheReason(string source, int line, string reason)
    {
        var error = Should.Throw<ChatTemplateException>(() => ChatTemplate.Parse(source).Render([]));

        error.Line.ShouldBe(line);
        error.Reason.ShouldContain(reason);
        error.Message.ShouldBe($"Chat template, line {line}: {error.Reason}");
    }

    [Theory]
    [InlineData("a\n{% if x %}", 2, "endif")]
    [InlineData("{% endfor %}", 1, "does not belong here")]
    [InlineData("{% for x in y %}{% endif %}", 1, "does not belong here")]
    [InlineData("{{ 1 +", 1, "no end")]
    [InlineData("{{ 'abc }}", 1, "no end")]
    [InlineData("{# abc", 1, "no end")]
    [InlineData("\n{{ 1 + }}", 2, "not expected")]
    [InlineData("{{ x | nothing }}", 1, "'nothing' is not supported")]
    [InlineData("{{ x is nothing }}", 1, "'nothing' is not supported")]
    [InlineData("{% include 'x' %}", 1, "'include' is not supported")]
    [InlineData("{% break %}", 1, "not inside a loop")]
    [InlineData("{{ (1] }}", 1, "closes nothing")]
    [InlineData("{{ $ }}", 1, "'$' is not expected")]
    [InlineData("{{ '\\ud800' }}", 1, "code point")]
    [InlineData("{{ 99999999999999999999 }}", 1, "out of range")]
    public void Parse_Malformed_NamesTheLineAndTheReason(string source, int line, string reason)
    {
        var error = Should.Throw<ChatTemplateException>(() => ChatTemplate.Parse(source));

        error.Line.ShouldBe(line);
        error.Reason.ShouldContain(reason);
    }

    [Theory]
    [InlineData("{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}", "steps")]
    [InlineData("{% set ns = namespace(x='0123456789') %}{% for i in range(1000) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}", "longer than")]
    [InlineData("{{ 'x' * 99999999999 }}", "longer than")]
    [InlineData("{{ range(1000000000) }}", "longer than")]
    [InlineData("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "nested deeper")]
    [InlineData("{{ ('x' * 1000000).replace('x', 'x' * 1000000) }}", "longer than")]
    public void Render_Runaway_IsStopped(string source, string reason) =>
        Should.Throw<ChatTemplateException>(() => ChatTemplate.Parse(source).Render([])).Reason.ShouldContain(reason);

    [Fact]
    public void Parse_NestedTooDeep_IsRefused()
    {
        Should.Throw<ChatTemplateException>(() => ChatTemplate.Parse("{{ " + new string('(', 100_000) + "1" + new string(')', 100_000) + " }}"))
            .Reason.ShouldContain("nested too deep");
        Should.Throw<ChatTemplateException>(() => ChatTemplate.Parse("{{ 1" + string.Concat(Enumerable.Repeat(" + 1", 100_000)) + " }}").Render([]))
            .Reason.ShouldContain("nested too deep");
    }

    [Fact]
    public void Render_TextWithoutTags_IsTheText() =>
        Prop.ForAll(TextGenerators.WellFormed, text =>
        {
            var plain = text.ReplaceLineEndings("\n").Replace("{", "", StringComparison.Ordinal);
            var rendered = ChatTemplate.Parse(plain + "\n").Render([]);
            return rendered == plain;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Parse_AnyTokens_GivesATemplateOrSaysWhatIsWrong() =>
        Prop.ForAll(Gen.Elements("{{", "}}", "{%", "%}", "{#", "#}", "-", " if ", " for ", " in ", " set ", "x", "=", "'", "1", "(", ")", "[", "]", "{", "}", ":", ".", "|", " is ", " not ", "endif", "endfor", "\n", "~", ",")
            .ArrayOf().Select(string.Concat).ToArbitrary(), source =>
        {
            try
            {
                ChatTemplate.Parse(source, new ChatTemplateLimits { MaxSteps = 1000 }).Render(Messages);
            }
            catch (ChatTemplateException e)
            {
                e.Line.ShouldBeGreaterThan(0);
            }
        }).QuickCheckThrowOnFailure();
}
