namespace Samantha.Modeling.Emotions;

/// <summary>A word or sign of a text.</summary>
/// <param name="Form">How the classifier sees it: lower case, long repetitions shortened.</param>
/// <param name="Start">Its first character's index in the text, in UTF-16 units.</param>
/// <param name="Length">Its length in the text, in UTF-16 units.</param>
/// <param name="IsWord">Whether it is made of letters or digits.</param>
internal readonly record struct EmotionToken(string Form, int Start, int Length, bool IsWord);
