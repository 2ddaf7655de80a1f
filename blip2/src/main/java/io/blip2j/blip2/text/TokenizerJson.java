package io.blip2j.blip2.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads `tokenizer.json`: vocabulary, added tokens and the parts of the pipeline.
///
/// The models are in [ModelJson], the steps around them in [PipelineJson]. `truncation` and `padding` of the file are
/// ignored: the caller says how rows are made.
final class TokenizerJson {
    private TokenizerJson() {}

    /// The tokenizer that a file describes.
    ///
    /// @param extra added tokens of the files beside it, which count where this file lacks them
    /// @param roles role → token
    static Tokenizer read(JsonFile file, Map<String, AddedToken> extra, Map<String, String> roles) {
        Vocabulary vocabulary = new Vocabulary(file.where());
        SubwordModel model = ModelJson.read(file.field("model"), vocabulary);
        List<AddedToken> added = new ArrayList<>();
        for (JsonFile item : file.field("added_tokens").items()) {
            AddedToken token = AddedToken.of(item, item.field("id").id());
            vocabulary.add(token.content(), token.id());
            added.add(token);
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

    /// Adds the tokens of the files beside it and those with a role, and gives roles their ids.
    static Tokenizer assemble(
            String what,
            Vocabulary vocabulary,
            List<AddedToken> added,
            Map<String, AddedToken> extra,
            Map<String, String> roles,
            Normalizer normalizer,
            PreTokenizer preTokenizer,
            SubwordModel model,
            Template template,
            Decoder decoder) {
        Map<String, AddedToken> all = new LinkedHashMap<>();
        added.forEach(token -> all.put(token.content(), token));
        extra.forEach((content, token) -> {
            if (!all.containsKey(content)) {
                vocabulary.add(content, token.id());
                all.put(content, token);
            }
        });
        Map<String, Integer> ids = new HashMap<>();
        roles.forEach((role, token) -> {
            int id = vocabulary.id(token);
            if (id >= 0) {
                ids.put(role, id);
                all.putIfAbsent(token, AddedToken.special(token, id)); // never cut, whatever the file lists
            }
        });
        return new PipelineTokenizer(
                what,
                vocabulary,
                new AddedTokens(List.copyOf(all.values()), normalizer),
                normalizer,
                preTokenizer,
                model,
                template,
                decoder,
                new SpecialTokens(ids));
    }
}
