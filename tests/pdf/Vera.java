// Judge PDF files by veraPDF: java -cp JARS Vera.java FLAVOUR FILE [FLAVOUR FILE ...]
// One line a file and flavour: what was judged, and each rule that does not hold, once.

import java.io.FileInputStream;
import java.util.TreeSet;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

public class Vera {
    public static void main(String[] told) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (int i = 0; i < told.length; i += 2) {
            PDFAFlavour flavour = PDFAFlavour.byFlavourId(told[i]);
            try (FileInputStream file = new FileInputStream(told[i + 1]);
                 PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour);
                 PDFAValidator judge = Foundries.defaultInstance().createValidator(flavour, false)) {
                ValidationResult seen = judge.validate(parser);
                TreeSet<String> broken = new TreeSet<>();
                for (TestAssertion each : seen.getTestAssertions()) {
                    if (each.getStatus() == TestAssertion.Status.FAILED) {
                        broken.add(each.getRuleId().getClause() + "-"
                                + each.getRuleId().getTestNumber() + " " + each.getMessage());
                    }
                }
                String verdict = seen.isCompliant() ? "holds" : "does not hold";
                System.out.println(verdict + "\t" + told[i] + "\t" + seen.getTotalAssertions()
                        + "\t" + told[i + 1] + "\t" + String.join(" | ", broken));
            }
        }
    }
}
