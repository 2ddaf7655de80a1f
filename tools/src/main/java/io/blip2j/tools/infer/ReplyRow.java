package io.blip2j.tools.infer;

import io.blip2j.blip2.Reply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A reply as a row of JSON.
final class ReplyRow {
    private ReplyRow() {}

    /// `image, NAME, ids, score, timings`; with several choices `others` too.
    /// @param head first fields: image, question
    /// @param name what the text is called
    static Map<String, Object> of(Map<String, Object> head, String name, Reply reply, boolean others) {
        Map<String, Object> row = new LinkedHashMap<>(head);
        row.putAll(choice(name, reply.choices().getFirst()));
        row.put("timings", reply.timings());
        if (others && reply.choices().size() > 1) {
            List<Reply.Choice> rest = reply.choices().subList(1, reply.choices().size());
            row.put("others", rest.stream().map(choice -> choice(name, choice)).toList());
        }
        return row;
    }

    private static Map<String, Object> choice(String name, Reply.Choice choice) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(name, choice.text());
        fields.put("ids", choice.ids());
        fields.put("score", choice.score());
        return fields;
    }

    /// A reply for a person: one line a choice, with the picture's name where there are several pictures.
    static String text(String image, Reply reply, boolean named) {
        StringBuilder text = new StringBuilder();
        for (Reply.Choice choice : reply.choices()) {
            text.append(text.isEmpty() ? "" : System.lineSeparator())
                    .append(named ? image + "\t" : "")
                    .append(choice.text());
        }
        return text.toString();
    }
}
