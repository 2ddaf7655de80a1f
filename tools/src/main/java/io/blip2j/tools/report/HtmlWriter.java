package io.blip2j.tools.report;

import java.util.ArrayDeque;
import java.util.Deque;

/// Writes HTML and SVG: every text and attribute is escaped, every element that is opened is closed.
///
/// ```java
/// html.open("p", "class", "note").text("1 < 2").close();   // <p class="note">1 &lt; 2</p>
/// ```
final class HtmlWriter {
    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /// Opens an element.
    ///
    /// @param tag its name
    /// @param attributes name, value, name, value, …
    HtmlWriter open(String tag, String... attributes) {
        start(tag, attributes);
        out.append('>');
        open.push(tag);
        return this;
    }

    /// Closes the element that was opened last.
    HtmlWriter close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /// Adds text.
    HtmlWriter text(String text) {
        escape(text);
        return this;
    }

    /// A whole element with a text.
    HtmlWriter element(String tag, String text, String... attributes) {
        return open(tag, attributes).text(text).close();
    }

    /// An HTML element that has no content, such as `img`.
    HtmlWriter single(String tag, String... attributes) {
        start(tag, attributes);
        out.append('>');
        return this;
    }

    /// The page's own style sheet, which is not text and is not escaped.
    HtmlWriter style(String css) {
        out.append("<style>").append(css).append("</style>");
        return this;
    }

    /// A line end, to keep the source readable.
    HtmlWriter line() {
        out.append('\n');
        return this;
    }

    /// The page.
    String html() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("html: <" + open.peek() + "> is still open. Close it?");
        }
        return "<!doctype html>\n" + out;
    }

    private void start(String tag, String... attributes) {
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            out.append('"');
        }
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                case '\n', '\t' -> out.append(c);
                // A model can say anything; other control characters are not allowed in a page.
                default -> out.append(c < ' ' ? '\ufffd' : c);
            }
        }
    }
}
