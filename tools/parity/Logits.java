import io.blip2j.blip2.image.ImageProcessor;
import io.blip2j.blip2.image.PictureReader;
import io.blip2j.blip2.language.Recorder;
import io.blip2j.blip2.model.Blip2ForConditionalGeneration;
import io.blip2j.blip2.model.Blip2Input;
import io.blip2j.core.autograd.NoGrad;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.memory.Step;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Pass;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Writes a model's logits after each id of a prompt, little-endian floats `[pictures, prompt, words]`, for
/// `big_folder.py`: `Logits.java FOLDER OUT ID,ID,... PICTURE...`.
public final class Logits {
    private Logits() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        long[] prompt =
                Arrays.stream(args[2].split(",")).mapToLong(Long::parseLong).toArray();
        Backend backend = Backends.select();
        Blip2ForConditionalGeneration model = Blip2ForConditionalGeneration.loadFrozen(folder, backend, null);
        ImageProcessor processor = ImageProcessor.read(folder);
        int queries = model.config().queries();
        long[] ids = new long[queries + prompt.length];
        Arrays.fill(ids, 0, queries, model.config().imageToken());
        System.arraycopy(prompt, 0, ids, queries, prompt.length);
        int side = model.config().vision().imageSize();
        try (OutputStream out = Files.newOutputStream(Path.of(args[1]))) {
            for (int i = 3; i < args.length; i++) {
                float[] pixels = processor.pixelValues(PictureReader.upright().read(Path.of(args[i])));
                try (Step _ = Step.open();
                        NoGrad _ = NoGrad.open()) {
                    Blip2Input input =
                            Blip2Input.of(Tensor.of(backend, pixels, 1, 3, side, side), new long[][] {ids}, null);
                    float[] all = model.forward(input, Pass.EVALUATION, Recorder.NONE)
                            .logits()
                            .toFloats();
                    int words = model.config().text().vocabSize();
                    int count = prompt.length * words;
                    ByteBuffer bytes = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
                    bytes.asFloatBuffer().put(all, all.length - count, count);
                    out.write(bytes.array());
                }
            }
        }
    }
}
