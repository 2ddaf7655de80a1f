package io.blip2j.blip2.evaluate;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The VQA evaluation's idea of when two answers are the same: lower case, digits for number words, no articles, no
/// punctuation, apostrophes of short forms put back.
///
/// **Source:** the VQA evaluation as LAVIS runs it, quirks kept: whether a sign vanishes or becomes a space is
/// decided for the whole text (it vanishes if it stands at a space anywhere, or a comma stands between digits
/// anywhere); at most 32 periods go, as a flag was passed in the place of a count; `somebody'd` loses its
/// apostrophe.
public final class AnswerText {
    private static final String SIGNS = ";/[]\"{}()=+\\_-><@`,?!";
    private static final Pattern DIGIT_COMMA_DIGIT = Pattern.compile("\\p{Nd},\\p{Nd}");
    private static final Pattern PERIOD = Pattern.compile("\\.(?!\\p{Nd})");
    private static final int PERIODS = 32;

    private static final Set<String> ARTICLES = Set.of("a", "an", "the");
    private static final Map<String, String> NUMBERS = Map.ofEntries(
            Map.entry("none", "0"),
            Map.entry("zero", "0"),
            Map.entry("one", "1"),
            Map.entry("two", "2"),
            Map.entry("three", "3"),
            Map.entry("four", "4"),
            Map.entry("five", "5"),
            Map.entry("six", "6"),
            Map.entry("seven", "7"),
            Map.entry("eight", "8"),
            Map.entry("nine", "9"),
            Map.entry("ten", "10"));
    private static final Map<String, String> SHORT_FORMS = shortForms();

    private AnswerText() {}

    /// A model's answer as it is compared.
    public static String processed(String answer) {
        String line = Words.strip(answer.replace('\n', ' ').replace('\t', ' '));
        return plain(withoutPunctuation(line));
    }

    /// A text without punctuation: all that is done to the answers that people gave.
    public static String withoutPunctuation(String text) {
        boolean number = DIGIT_COMMA_DIGIT.matcher(text).find();
        String out = text;
        for (int i = 0; i < SIGNS.length(); i++) {
            String sign = SIGNS.substring(i, i + 1);
            boolean vanishes = number || text.contains(sign + " ") || text.contains(" " + sign);
            out = out.replace(sign, vanishes ? "" : " ");
        }
        Matcher period = PERIOD.matcher(out);
        StringBuilder rest = new StringBuilder();
        for (int count = 0; count < PERIODS && period.find(); count++) {
            period.appendReplacement(rest, "");
        }
        return period.appendTail(rest).toString();
    }

    private static String plain(String text) {
        StringBuilder out = new StringBuilder();
        for (String word : Words.split(text.toLowerCase(Locale.ROOT))) {
            String number = NUMBERS.getOrDefault(word, word);
            if (!ARTICLES.contains(number)) {
                out.append(out.isEmpty() ? "" : " ").append(SHORT_FORMS.getOrDefault(number, number));
            }
        }
        return out.toString();
    }

    /// Each short form by what it is with one apostrophe forgotten.
    private static Map<String, String> shortForms() {
        String forms = """
                ain't aren't can't could've couldn't couldn't've didn't doesn't don't hadn't hadn't've hasn't haven't
                he'd he'd've he's how'd how'll how's isn't it'd it'd've it'll ma'am mightn't mightn't've might've
                mustn't must've needn't not've o'clock oughtn't 'ow's'at shan't she'd've should've shouldn't
                shouldn't've somebody'd've somebody'll somebody's someone'd someone'd've someone'll someone's
                something'd something'd've something'll that's there'd there'd've there're there's they'd they'd've
                they'll they're they've 'twas wasn't we'd've we've weren't what'll what're what's what've when's
                where'd where's where've who'd who'd've who'll who's who've why'll why're why's won't would've
                wouldn't wouldn't've y'all y'all'll y'all'd've you'd you'd've you'll you're you've
                """;
        Map<String, String> table = new HashMap<>();
        for (String form : Words.split(forms)) {
            for (int at = form.indexOf('\''); at >= 0; at = form.indexOf('\'', at + 1)) {
                table.put(form.substring(0, at) + form.substring(at + 1), form);
            }
        }
        table.put("somebody'd", "somebodyd");
        return Map.copyOf(table);
    }
}
