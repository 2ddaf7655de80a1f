package io.blip2j.blip2.text;

import io.blip2j.core.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// A tokenizer made of its parts, in the order a text passes them: added tokens, normaliser, added tokens of the
/// normalised text, pre-tokenizer, subword model, template; back through the decoder.
///
/// @param what the folder or file, for error texts
/// @param normalizer null for none
/// @param preTokenizer null for none
record PipelineTokenizer(
        String what,
        Vocabulary vocabulary,
        AddedTokens added,
        Normalizer normalizer,
        PreTokenizer preTokenizer,
        SubwordModel model,
        Template template,
        Decoder decoder,
        SpecialTokens special)
        implements Tokenizer {
    @Override
    public Encoding encode(String text, boolean addSpecialTokens) {
        Encoding bare = bare(text);
        return addSpecialTokens ? template.apply(bare, null) : bare;
    }

    @Override
    public Encoding encode(String first, String second, boolean addSpecialTokens) {
        return (addSpecialTokens ? template : Template.PLAIN).apply(bare(first), bare(second));
    }

    @Override
    public BatchEncoding encode(List<String> texts, List<String> pairs, BatchOptions options) {
        if (pairs != null && pairs.size() != texts.size()) {
            throw new InputException(
                    InputException.Kind.USAGE,
                    "TOK-PAIR",
                    "pairs of texts",
                    texts.size() + " first and " + pairs.size() + " second texts",
                    "as many of both",
                    "Give every text its second one");
        }
        Truncation truncation = Truncation.of(options, options.addSpecialTokens() ? template.added(pairs != null) : 0);
        List<Encoding> rows = new ArrayList<>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            Encoding first = bare(texts.get(i));
            Encoding second = pairs == null ? null : bare(pairs.get(i));
            rows.add((options.addSpecialTokens() ? template : Template.PLAIN)
                    .apply(truncation.first(first, second), truncation.second(first, second)));
        }
        return BatchEncoding.of(rows, options, padId(options));
    }

    private int padId(BatchOptions options) {
        OptionalInt pad = special.pad();
        if (options.padding() != BatchOptions.Padding.NONE && pad.isEmpty()) {
            throw new InputException(
                    InputException.Kind.BAD,
                    "TOK-SPECIAL",
                    what,
                    "no pad_token",
                    "a pad_token, as padding is asked for",
                    "Name one in tokenizer_config.json or encode without padding");
        }
        return pad.orElse(0);
    }

    /// The tokens of a text without special tokens.
    private Encoding bare(String text) {
        EncodingBuilder out = new EncodingBuilder();
        added.splitPlain(AlignedText.of(text), new AddedTokens.Sink() {
            @Override
            public void token(AddedToken token, AlignedText covered) {
                out.add((int) token.id(), covered, 0, covered.length());
            }

            @Override
            public void text(AlignedText plain) {
                added.splitNormalized(normalizer == null ? plain : normalizer.apply(plain), new AddedTokens.Sink() {
                    @Override
                    public void token(AddedToken token, AlignedText covered) {
                        out.add((int) token.id(), covered, 0, covered.length());
                    }

                    @Override
                    public void text(AlignedText rest) {
                        tokenize(rest, out);
                    }
                });
            }
        });
        return template.trimmed(out.build(), vocabulary);
    }

    private void tokenize(AlignedText text, EncodingBuilder out) {
        if (text.isEmpty()) {
            return;
        }
        if (preTokenizer == null) {
            model.tokenize(text, out);
        } else {
            preTokenizer.split(text, piece -> model.tokenize(piece, out));
        }
    }

    @Override
    public String decode(int[] ids, boolean skipSpecialTokens, boolean cleanUp) {
        List<String> tokens = new ArrayList<>(ids.length);
        for (int id : ids) {
            String token = vocabulary.token(id);
            if (token != null && !(skipSpecialTokens && added.isSpecial(token))) {
                tokens.add(token);
            }
        }
        String text = decoder == null ? String.join(" ", tokens) : decoder.decode(tokens);
        return cleanUp ? TextCleanup.ofText(text) : text;
    }

    @Override
    public int size() {
        return vocabulary.size();
    }

    @Override
    public OptionalInt id(String token) {
        int id = vocabulary.id(token);
        return id < 0 ? OptionalInt.empty() : OptionalInt.of(id);
    }

    @Override
    public String token(int id) {
        String token = vocabulary.token(id);
        if (token == null) {
            throw new InputException(
                    InputException.Kind.BAD,
                    "TOK-ID",
                    what,
                    "no token of id " + id,
                    "an id below " + size() + " that the vocabulary names",
                    "Check that ids and tokenizer come from the same model");
        }
        return token;
    }
}
