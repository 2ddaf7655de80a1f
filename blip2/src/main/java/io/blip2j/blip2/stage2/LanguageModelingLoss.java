package io.blip2j.blip2.stage2;

import io.blip2j.blip2.language.Ids;
import io.blip2j.blip2.language.LanguageInput;
import io.blip2j.blip2.language.LanguageModel;
import io.blip2j.blip2.language.LanguageOutput;
import io.blip2j.blip2.language.Recorder;
import io.blip2j.core.op.shape.Concat;
import io.blip2j.core.shape.ShapeException;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Pass;
import java.util.Arrays;

/// The loss of stage 2: a frozen language model that sees `[projected queries; words]` shall predict the text,
/// `loss = mean of -log p(label | image, words before it)`.
///
/// | tensor | shape |
/// |---|---|
/// | prompts | `[batch, queries, hidden]` |
/// | words | `[batch, seq, embedding]` |
///
/// OPT: plain language modelling of the words behind the prompt. T5: prefix language modelling: queries and the
/// beginning go into the encoder, the rest is predicted by the decoder. The queries stand directly in front of
/// the words, without image tokens. Dropout of the frozen model acts while training, as in LAVIS.
///
/// **Source:** BLIP-2, arXiv 2301.12597, section 3.3; LAVIS `blip2_opt.py`, `blip2_t5.py`.
public final class LanguageModelingLoss {
    private LanguageModelingLoss() {}

    /// The loss alone: logits that no label asks for are not computed.
    public static Tensor loss(LanguageModel language, Tensor prompts, TextBatch texts, Pass pass) {
        return language.loss(input(language, prompts, texts), pass);
    }

    /// Loss and logits, `[batch, queries + seq, vocab]` for OPT.
    public static LanguageOutput output(LanguageModel language, Tensor prompts, TextBatch texts, Pass pass) {
        return language.forward(input(language, prompts, texts), pass, Recorder.NONE);
    }

    /// What the language model gets.
    public static LanguageInput input(LanguageModel language, Tensor prompts, TextBatch texts) {
        Tensor words = language.embed(Ids.tensor(prompts.backend(), texts.ids())); // [batch, seq, embedding]
        if (words.dim(2) != prompts.dim(2)) {
            throw new ShapeException(
                    "stage 2",
                    "queries are projected to width " + prompts.dim(2) + ", words have width " + words.dim(2)
                            + ". Language models with a projection of their embeddings (OPT-350m) cannot be trained so");
        }
        Tensor embeds = Concat.of(1, prompts, words); // [batch, queries + seq, hidden]
        int queries = prompts.dim(1);
        long[][] mask = before(texts.mask(), queries, 1);
        boolean one = language.config().decoderOnly();
        long[][] labels = one ? before(texts.labels(), queries, LanguageInput.IGNORE) : texts.labels();
        return new LanguageInput(embeds, mask, labels, null);
    }

    private static long[][] before(long[][] rows, int count, long value) {
        long[][] longer = new long[rows.length][];
        for (int row = 0; row < rows.length; row++) {
            longer[row] = new long[count + rows[row].length];
            Arrays.fill(longer[row], 0, count, value);
            System.arraycopy(rows[row], 0, longer[row], count, rows[row].length);
        }
        return longer;
    }
}
