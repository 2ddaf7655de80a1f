package io.blip2j.blip2.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A caption as the COCO evaluation compares it: Penn Treebank tokens in lower case, without punctuation.
///
/// | text | tokens |
/// |---|---|
/// | `don't it's cannot` | `do n't it 's can not` |
/// | `black-and-white dog/cat 3.5 12:30` | as they are |
/// | `$5 50%` | `$ 5 50 %` |
/// | `mr. u.s. etc.` | with their period |
/// | `"quoted", end. --` | `quoted end` |
/// | `(left) [x]` | `-lrb- left -rrb- -lsb- x -rsb-` |
/// | `hello!!!` | `hello !!!` |
///
/// **Source:** what `PTBTokenizer -preserveLines -lowerCase` of Stanford CoreNLP 3.4.1 gives, found out by trying
/// it, and the list of signs that pycocoevalcap drops afterwards. Its quirk: that list has brackets in upper
/// case, so they stay. Addresses, smileys and rare abbreviations may be cut otherwise.
public final class PtbTokens {
    private static final Set<String> DROPPED =
            Set.of("''", "'", "``", "`", ".", "?", "!", ",", ":", "-", "--", "...", ";");

    private static final Map<String, String> OTHERWISE = Map.ofEntries(
            Map.entry("(", "-lrb-"),
            Map.entry(")", "-rrb-"),
            Map.entry("[", "-lsb-"),
            Map.entry("]", "-rsb-"),
            Map.entry("{", "-lcb-"),
            Map.entry("}", "-rcb-"),
            Map.entry("\"", "''"),
            Map.entry("£", "#"),
            Map.entry("€", "$"),
            Map.entry("&amp;", "&"),
            Map.entry("½", "1/2"),
            Map.entry("¼", "1/4"),
            Map.entry("¾", "3/4"),
            Map.entry("cannot", "can not"),
            Map.entry("gonna", "gon na"),
            Map.entry("wanna", "wan na"),
            Map.entry("gotta", "got ta"),
            Map.entry("lemme", "lem me"),
            Map.entry("gimme", "gim me"),
            Map.entry("'tis", "'t is"),
            Map.entry("'twas", "'t was"));

    private static final String ABBREVIATIONS = "adm|al|ala|apr|ariz|assn|atty|aug|ave|bldg|blvd|brig|bros|calif|capt|"
            + "cf|cie|cmdr|co|col|colo|comdr|conn|corp|cos|dak|dec|dept|dr|drs|esq|est|etc|ext|feb|fla|fri|ft|ga|gen|"
            + "gov|hon|inc|ind|jan|jr|jul|jun|kan|kans|ky|lt|ltd|maj|mar|md|messrs|mich|minn|mo|mon|mont|mr|mrs|ms|mt|"
            + "neb|nev|nov|oct|okla|penn|pfc|ph|plc|prof|pty|pvt|rd|rep|rev|sen|sep|sept|sgt|sq|sr|st|supt|tel|tenn|"
            + "thu|thurs|tue|tues|univ|va|vs|vt|wed|wis|wisc|wyo";

    private static final String LETTER = "[\\p{L}\\p{M}]";
    private static final String WORD = "[\\p{L}\\p{M}\\p{N}&&[^½¼¾]]";

    /// The kinds of tokens, the first that fits is taken.
    private static final Pattern TOKEN = Pattern.compile(
            String.join(
                    "|",
                    "https?://[^\\s]*[^\\s.,;:!?)'\"]",
                    "[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+",
                    "<[/!?]?\\w[^\\s<>]*>",
                    "&amp;",
                    "'(?:tis|twas)\\b",
                    "'\\d\\ds?\\b(?!')",
                    "'n'",
                    "'(?:s|m|d|re|ve|ll)(?!" + LETTER + ")",
                    "n't(?!" + LETTER + ")",
                    LETTER + "+?(?=n't(?!" + LETTER + "))",
                    "no\\.(?=\\s*\\d)",
                    "(?:" + ABBREVIATIONS + ")\\.(?!" + LETTER + ")",
                    LETTER + "(?:\\." + LETTER + ")+(?:\\.|(?!" + LETTER + "))",
                    "y'(?=all\\b)",
                    "[odlm]+'" + LETTER + "{2,}",
                    "[-+]\\d+(?:[.,:/]\\d+)*(?!" + WORD + ")",
                    "\\d+(?:[.,:/]\\d+)+(?!" + WORD + ")",
                    WORD + "+(?:(?:[-/.]|_+|&(?!amp;))" + WORD + "+)*",
                    "[#@][\\p{L}_][\\w-]*",
                    "[!?]{2,}",
                    "##+",
                    "\\.{3}",
                    "--+",
                    "''",
                    "``",
                    "."),
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private PtbTokens() {}

    /// The tokens of a caption, a space between two.
    public static String of(String caption) {
        String line = caption.replaceAll("[\\u2018\\u2019]", "'")
                .replaceAll("[\\u201C\\u201D]", "\"")
                .replaceAll("[\\u2013\\u2014]", " -- ")
                .replace("\u2026", "...");
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(line).useTransparentBounds(true);
        int at = 0;
        while (at < line.length()) {
            if (Words.isSpace(line.charAt(at))) {
                at++;
                continue;
            }
            matcher.region(at, line.length());
            matcher.lookingAt();
            String token = matcher.group().toLowerCase(Locale.ROOT);
            String written = token.startsWith("--") ? "--" : OTHERWISE.getOrDefault(token, token);
            if (!DROPPED.contains(written)) {
                tokens.add(written);
            }
            at = matcher.end();
        }
        return String.join(" ", tokens);
    }
}
