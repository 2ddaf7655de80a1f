package io.blip2j.blip2.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.core.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Bad files give a coded complaint, never another exception.
class BadTokenizerFileTest {
    private static final String BPE = "{'model':{'type':'BPE','vocab':{'a':0,'b':1,'ab':2},'merges':['a b']}}";
    private static final String UNIGRAM = "{'model':{'type':'Unigram','unk_id':0,'vocab':[['u',0],['a',-1]]}}";
    private static final String WORDS = "{'model':{'type':'WordPiece','vocab':{'[UNK]':0,'a':1}}}";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | TOK-MODEL",
                "{'model':{'type':'Other'}} | TOK-MODEL",
                "{'model':{'type':'BPE'}} | TOK-MODEL",
                "{'model':{'type':'BPE','vocab':{'a':0,'b':1},'merges':['a b']}} | TOK-MERGE",
                "{'model':{'type':'BPE','vocab':{'a':0,'b':1},'merges':['a c']}} | TOK-MERGE",
                "{'model':{'type':'BPE','vocab':{'a':0,'b':1},'merges':['a']}} | TOK-MERGE",
                "{'model':{'type':'BPE','vocab':{'a':0,'b':1},'merges':[['a','b','c']]}} | TOK-MERGE",
                "{'model':{'type':'BPE','vocab':{'a':0,'b':0},'merges':[]}} | TOK-ID",
                "{'model':{'type':'BPE','vocab':{'a':-1},'merges':[]}} | TOK-ID",
                "{'model':{'type':'BPE','vocab':{'a':4294967295},'merges':[]}} | TOK-ID",
                "{'model':{'type':'BPE','vocab':{'a':4294967296},'merges':[]}} | TOK-ID",
                "{'model':{'type':'BPE','vocab':{'a':1e30},'merges':[]}} | TOK-ID",
                "{'model':{'type':'BPE','vocab':{'a':99999999999999999999},'merges':[]}} | TOK-ID",
                "{'model':{'type':'WordPiece','vocab':{'a':0}}} | TOK-SPECIAL",
                "{'model':{'type':'WordPiece','vocab':{'[UNK]':0},'max_input_chars_per_word':0}} | TOK-RANGE",
                "{'model':{'type':'Unigram','unk_id':0,'vocab':[]}} | TOK-UNIGRAM",
                "{'model':{'type':'Unigram','unk_id':2,'vocab':[['a',0]]}} | TOK-UNIGRAM",
                "{'model':{'type':'Unigram','vocab':[['a',0]]}} | TOK-UNIGRAM",
                "{'model':{'type':'Unigram','unk_id':0,'vocab':[['a',1e999]]}} | TOK-UNIGRAM",
                "{'model':{'type':'Unigram','unk_id':0,'vocab':[['a','NaN']]}} | TOK-UNIGRAM",
                "{'model':{'type':'Unigram','unk_id':0,'vocab':[['a']]}} | TOK-UNIGRAM",
                "{'model': | TOK-JSON",
                "[] | TOK-MODEL",
                "version https://git-lfs.github.com/spec/v1 | TOK-JSON",
            })
    void refusesModel(String json, String code) throws IOException {
        assertRefused(json, code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'added_tokens':[{'id':5,'content':''}] | TOK-SPECIAL",
                "'added_tokens':[{'id':1,'content':'x'}] | TOK-ID",
                "'added_tokens':[{'content':'x'}] | TOK-ID",
                "'normalizer':{'type':'Replace','pattern':{'Regex':'(a+)+$'},'content':''} | TOK-REGEX",
                "'normalizer':{'type':'Unknown'} | TOK-MODEL",
                "'normalizer':{'type':'Precompiled','precompiled_charsmap':'////'} | TOK-UNIGRAM",
                "'normalizer':{'type':'Precompiled','precompiled_charsmap':'?'} | TOK-UNIGRAM",
                "'pre_tokenizer':{'type':'Split','pattern':{'Regex':'('},'behavior':'Isolated'} | TOK-REGEX",
                "'pre_tokenizer':{'type':'FixedLength','length':0} | TOK-RANGE",
                "'post_processor':{'type':'TemplateProcessing','single':[{'SpecialToken':{'id':'x'}}]} | TOK-SPECIAL",
                "'post_processor':{'type':'TemplateProcessing','single':[{'Sequence':{'id':'B'}}]} | TOK-SPECIAL",
                "'post_processor':{'type':'BertProcessing','cls':['x',0],'sep':['a',1]} | TOK-SPECIAL",
                "'decoder':{'type':'Unknown'} | TOK-MODEL",
            })
    void refusesPart(String part, String code) throws IOException {
        for (String model : List.of(BPE, UNIGRAM, WORDS)) {
            assertRefused(model.substring(0, model.length() - 1) + "," + part + "}", code);
        }
    }

    @Test
    void refusesDeepNesting() throws IOException {
        String open = "{'type':'Sequence','normalizers':[".repeat(5000);
        assertRefused("{'normalizer':" + open + "]}".repeat(5000) + "}", "TOK-DEPTH");
    }

    @Test
    void refusesIdsBeyondTheEmbedding() throws IOException {
        Tokenizer tokenizer = load(BPE);
        Tokenizers.requireFits(tokenizer, 3, folder);
        assertCode("TOK-SIZE", () -> Tokenizers.requireFits(tokenizer, 2, folder));
    }

    @Test
    void namesTheLineOfABadMerge() throws IOException {
        Files.writeString(folder.resolve("vocab.json"), "{\"a\":0,\"b\":1}");
        Files.writeString(folder.resolve("merges.txt"), "#version: 0.2\na b c\n");
        InputException e = assertCode("TOK-MERGE", () -> Tokenizers.load(folder));
        assertTrue(e.getMessage().contains("line 2"), e.getMessage());
    }

    @Test
    void saysWhatAnEmptyFolderLacks() {
        assertCode("TOK-FILE", () -> Tokenizers.load(folder));
    }

    @Test
    void refusesCorruptSentencePieceFiles() throws IOException {
        WordTokenizers.writeUnigram(folder, List.of("red"));
        byte[] good = Files.readAllBytes(folder.resolve("spiece.model"));
        Random random = new Random(7);
        int refused = 0;
        for (int i = 0; i < 2000; i++) {
            byte[] bad = Arrays.copyOf(good, i % 2 == 0 ? good.length : random.nextInt(good.length));
            for (int j = 0; j < 3 && bad.length > 0; j++) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            try {
                SentencePieceFile.parse(bad, "spiece.model");
            } catch (InputException e) {
                assertTrue(e.code().matches("TOK-(PROTO|UNIGRAM)"), e.getMessage());
                refused++;
            }
        }
        assertTrue(refused > 1000, "refused " + refused);
    }

    @Test
    void damagedJsonGivesCodedComplaintsOnly() throws IOException {
        WordTokenizers.writeByteLevelBpe(folder, List.of("red"));
        byte[] good = Files.readAllBytes(folder.resolve("tokenizer.json"));
        Random random = new Random(8);
        for (int i = 0; i < 300; i++) {
            byte[] bad = good.clone();
            for (int j = 0; j < 4; j++) {
                bad[random.nextInt(bad.length)] = good[random.nextInt(good.length)];
            }
            Files.write(folder.resolve("tokenizer.json"), bad);
            try {
                Tokenizers.load(folder).encode("a red circle", true);
            } catch (InputException e) {
                assertTrue(e.code().startsWith("TOK-"), e.getMessage());
            }
        }
    }

    private Tokenizer load(String json) throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), json.replace('\'', '"'));
        return Tokenizers.load(folder);
    }

    private void assertRefused(String json, String code) {
        assertCode(code, () -> load(json));
    }

    private static InputException assertCode(String code, Executable call) {
        InputException e = assertThrows(InputException.class, call);
        assertEquals(code, e.code(), e.getMessage());
        return e;
    }
}
