package io.blip2j.blip2.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads `tokenizer.json`: vocabulary, added tokens and the parts of the pipeline.
///
/// The models are in [ModelJson], the steps around them in [PipelineJson]. `truncation` and `padding` of the file are
/// ignored: the caller says how rows are made.
final class TokenizerJson {
    /// Bounds the work at each place of a text.
    private static final int LONGEST_ADDED = 1000;

    private TokenizerJson() {}

    /// The tokenizer that a file describes.
    ///
    /// @param extra added tokens of the files beside it, which count where this file lacks them
    /// @param roles role → token
    static Tokenizer read(JsonFile file, Map<String, Long> extra, Map<String, String> roles) {
        Vocabulary vocabulary = new Vocabulary(file.where());
        SubwordModel model = ModelJson.read(file.field("model"), vocabulary);
        List<AddedToken> added = new ArrayList<>();
        for (JsonFile item : file.field("added_tokens").items()) {
            added.add(addedToken(item, vocabulary));
        }
        Normalizer normalizer = PipelineJson.normalizer(file.field("normalizer"));
        return assemble(
                file.where(),
                vocabulary,
                added,
                extra,
                roles,
                normalizer,
                PipelineJson.preTokenizer(file.field("pre_tokenizer")),
                model,
                PipelineJson.template(file.field("post_processor"), vocabulary),
                PipelineJson.decoder(file.field("decoder")));
    }

    private static AddedToken addedToken(JsonFile item, Vocabulary vocabulary) {
        String content = item.field("content").text();
        if (content.isEmpty() || content.length() > LONGEST_ADDED) {
            throw item.wrong("TOK-SPECIAL", "a token of 1 to " + LONGEST_ADDED + " characters");
        }
        long id = item.field("id").id();
        vocabulary.add(content, id);
        return new AddedToken(
                content,
                (int) id,
                item.field("special").truth(false),
                item.field("normalized").truth(true),
                item.field("lstrip").truth(false),
                item.field("rstrip").truth(false),
                item.field("single_word").truth(false));
    }

    /// Adds the tokens of the files beside it and gives roles their ids.
    static Tokenizer assemble(
            String what,
            Vocabulary vocabulary,
            List<AddedToken> added,
            Map<String, Long> extra,
            Map<String, String> roles,
            Normalizer normalizer,
            PreTokenizer preTokenizer,
            SubwordModel model,
            Template template,
            Decoder decoder) {
        List<AddedToken> all = new ArrayList<>(added);
        extra.forEach((content, id) -> {
            if (all.stream().noneMatch(token -> token.content().equals(content))) {
                vocabulary.add(content, id);
                all.add(AddedToken.special(content, Math.toIntExact(id)));
            }
        });
        Map<String, Integer> ids = new HashMap<>();
        roles.forEach((role, token) -> {
            if (vocabulary.id(token) >= 0) {
                ids.put(role, vocabulary.id(token));
            }
        });
        return new PipelineTokenizer(
                what,
                vocabulary,
                new AddedTokens(all, normalizer),
                normalizer,
                preTokenizer,
                model,
                template,
                decoder,
                new SpecialTokens(ids));
    }
}
