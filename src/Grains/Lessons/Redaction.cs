using System.Text.RegularExpressions;

namespace Samantha.Grains.Lessons;

/// <summary>
/// Replaces what points to someone by a placeholder that says no more than its kind: nobody can turn it back. By patterns,
/// so it errs on both sides; on which, the tests say. Redacting twice changes nothing more.
/// </summary>
public static partial class Redaction
{
    // In this order: a key may hold digits, an address too.
    private static readonly (string Kind, Regex Pattern)[] Patterns =
    [
        ("secret", Key()), ("secret", SaidSecret()), ("e-mail address", Mail()), ("network address", NetworkAddress()),
        ("street address", Street()), ("name", TitledName()), ("name", GivenName()), ("name", Greeted()),
    ];

    /// <summary>The text with placeholders in place of keys, passwords, addresses, long numbers and names.</summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var (kind, pattern) in Patterns)
            text = pattern.Replace(text, match => Replace(match, kind));
        // Seven digits and more are a phone's, a card's or an account's; years, prices and hours are shorter.
        return Numbers().Replace(text, number => number.Value.Count(char.IsAsciiDigit) >= 7 ? Placeholder("phone, card or account number") : number.Value);
    }

    /// <summary>The kinds of placeholders in a redacted text, in their order; what else is in brackets is none.</summary>
    public static IReadOnlyList<string> KindsIn(string text) => [.. Placeholders().Matches(text).Select(match => match.Groups[1].Value).Distinct(StringComparer.Ordinal)];

    /// <summary>How many placeholders a redacted text has.</summary>
    public static int CountIn(string text) => Placeholders().Count(text);

    /// <summary>How many words a redacted text has besides its placeholders.</summary>
    public static int WordsLeft(string text) => LessonText.Words(Placeholders().Replace(text, " ")).Count;

    private static string Placeholder(string kind) => $"[{kind}]";

    // A group called "kept" is what the pattern needs to see and what is not personal.
    private static string Replace(Match match, string kind) => match.Groups["kept"].Value + Placeholder(kind);

    // Keys by the prefixes that their issuers give them, web tokens, and long runs in which letters and digits are mixed.
    [GeneratedRegex(
        @"\b(sk|pk|rk|ghp|gho|ghs|github_pat|glpat|xox[abprs]|AKIA|ASIA|AIza|ya29|hf|npm)[-_.]?[A-Za-z0-9_-]{12,}\b|\beyJ[\w-]{8,}\.[\w-]{8,}(\.[\w-]*)?" +
        @"|-----BEGIN [A-Z ]+-----[\s\S]*?(-----END [A-Z ]+-----|$)|\b(?=[A-Za-z0-9+/_-]*[0-9])(?=[A-Za-z0-9+/_-]*[A-Za-z])[A-Za-z0-9+/_-]{24,}={0,2}",
        RegexOptions.CultureInvariant)]
    private static partial Regex Key();

    // "The password is hunter2", "PIN: 4711"; "how do I reset my password" is none.
    [GeneratedRegex(
        @"(?<kept>\b(password|passphrase|passcode|pin|pwd|secret|api[ _-]?key|access[ _-]?token|token)\b\s*(is|was|=|:)\s*)(?!\[)[""']?(?=\S*[\d_@#$%^&*+=])[^\s""',;]{4,}[""']?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SaidSecret();

    [GeneratedRegex(@"[\w.+-]+@[\w-]+(\.\w+)+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Mail();

    [GeneratedRegex(@"\b(\d{1,3}\.){3}\d{1,3}\b|\b([0-9A-Fa-f]{1,4}:){4,7}[0-9A-Fa-f]{1,4}\b|\b([0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}\b", RegexOptions.CultureInvariant)]
    private static partial Regex NetworkAddress();

    [GeneratedRegex(
        @"\b\d{1,5}[a-z]?\s+([A-Z][\w'-]*\s+){1,3}(Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Way|Place|Pl|Terrace|Close|Crescent)\b\.?" +
        @"|\b[A-ZÄÖÜ]\w+(straße|strasse|gasse|weg|platz)\s+\d{1,4}[a-z]?\b",
        RegexOptions.CultureInvariant)]
    private static partial Regex Street();

    [GeneratedRegex(@"(?<kept>\b(Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Madam)\.?\s+)[A-Z][\w'-]+(\s+[A-Z][\w'-]+)?", RegexOptions.CultureInvariant)]
    private static partial Regex TitledName();

    // Given names that are no other word, with the name after them.
    [GeneratedRegex(
        @"\b(Aaron|Adam|Adrian|Ahmed|Alan|Albert|Alejandro|Alex|Alexander|Alexandra|Alice|Alison|Amanda|Amelia|Amy|Ana|Andrea|Andreas|Andrew|Angela|Anna|Anne|Annie|Anthony|Antonio|Arthur|Ashley|Barbara|Ben|Benjamin|Bernd|Beth|Betty|Bob|Brandon|Brenda|Brian|Bruce|Bryan|Carlos|Carmen|Carol|Caroline|Catherine|Charles|Charlotte|Chloe|Chris|Christian|Christina|Christine|Christopher|Claudia|Clara|Cynthia|Daniel|Daniela|David|Deborah|Dennis|Diana|Diego|Donald|Donna|Dorothy|Douglas|Edward|Elena|Elizabeth|Ella|Emily|Emma|Eric|Erik|Ethan|Eva|Evelyn|Fatima|Felix|Fernando|Francesca|Francisco|Frank|Gabriel|Gary|George|Gerald|Giulia|Gregory|Hannah|Hans|Harold|Harry|Heather|Helen|Henry|Ian|Isabella|Ivan|Jack|Jacob|James|Jan|Janet|Jason|Javier|Jeffrey|Jennifer|Jeremy|Jessica|Joan|Joe|Johan|Johannes|John|Jonathan|Jorge|Jose|José|Joseph|Joshua|Juan|Judith|Judy|Julia|Julie|Karen|Karl|Katharina|Katherine|Kathleen|Keith|Kelly|Kenneth|Kevin|Kimberly|Klaus|Larry|Laura|Lauren|Leonardo|Liam|Linda|Lisa|Lucas|Luis|Lukas|Madison|Manuel|Marco|Margaret|Maria|María|Marie|Marta|Martha|Martin|Mary|Mateo|Matthew|Megan|Mehmet|Melissa|Michael|Michelle|Miguel|Mohamed|Mohammed|Muhammad|Nancy|Natalie|Nathan|Nicholas|Nicole|Nina|Noah|Oliver|Olivia|Omar|Pamela|Patricia|Patrick|Paul|Paula|Pedro|Peter|Philip|Pierre|Rachel|Ralph|Raymond|Rebecca|Ricardo|Richard|Robert|Roberto|Roger|Ronald|Ryan|Samuel|Sandra|Sara|Sarah|Scott|Sebastian|Sharon|Simon|Sofia|Sophia|Sophie|Stefan|Stephanie|Stephen|Steven|Susan|Thomas|Timothy|Tom|Tyler|Ursula|Victoria|Vincent|Virginia|Walter|William|Wolfgang|Yusuf|Zachary)\b(\s+[A-Z][a-zà-ÿ'-]+\b)?",
        RegexOptions.CultureInvariant)]
    private static partial Regex GivenName();

    // "Dear Xu,", "Regards, Xu" at the end.
    [GeneratedRegex(@"(?<kept>\b(Dear|Regards,|Sincerely,|Cheers,|Yours,)\s+)(?!Sir|Madam|Customer|All|Team|Guest)[A-Z][\w'-]+", RegexOptions.CultureInvariant)]
    private static partial Regex Greeted();

    [GeneratedRegex(@"\+?\d[\d ()./-]*\d", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Numbers();

    [GeneratedRegex(@"\[(secret|e-mail address|network address|street address|name|phone, card or account number)\]", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholders();
}
