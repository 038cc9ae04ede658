package dev.toolkit.grpc;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** Holds the direction of the dependencies in toolkit-core: a wrong arrow fails the build. */
class LayeringTest {
  private static final String ROOT = "dev.toolkit.grpc";

  /** What this module compiles, generated messages included. */
  private static final JavaClasses COMPILED =
      new ClassFileImporter()
          .importUrl(Status.class.getProtectionDomain().getCodeSource().getLocation());

  private static final JavaClasses MAIN = COMPILED.that(resideInAPackage(ROOT + ".."));

  private static final String[] TRANSPORTS = {
    ROOT + ".transport.http..", ROOT + ".transport.eventbus..", ROOT + ".transport.inprocess.."
  };

  @Test
  void theMainClassesAreSeen() {
    assertTrue(MAIN.contain(Status.class), "the imported classes contain Status");
    assertFalse(MAIN.contain(LayeringTest.class), "the imported classes contain no test");
  }

  @Test
  void aPackageUsesLowerLevelsOnly() {
    check(classes().should(new Layers()));
  }

  @Test
  void theChannelKnowsNoTransportPolicyOrResolver() {
    check(
        noClasses()
            .that()
            .resideInAPackage(ROOT + ".channel")
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(TRANSPORTS)
                    .or(
                        resideInAnyPackage(
                            ROOT + ".channel.resolver..", ROOT + ".channel.balancer.."))));
  }

  @Test
  void aCallKnowsCodecAndCompressorByNameOnly() {
    check(
        noClasses()
            .that()
            .resideInAPackage(ROOT + ".call..")
            .should()
            .dependOnClassesThat(resideInAPackage(ROOT + ".encoding..")));
  }

  @Test
  void onlyTheHttpTransportKnowsVertxHttp() {
    var mayUseHttp =
        resideInAPackage(ROOT + ".transport.http..")
            .or(describe("GrpcServer*", LayeringTest::isGrpcServer));

    check(
        noClasses()
            .that(not(mayUseHttp))
            .should()
            .dependOnClassesThat(resideInAPackage("io.vertx.core.http..")));
  }

  @Test
  void vertxInternalsAreUsedByListedFilesOnly() throws Exception {
    var listed = filesThatMayUseInternals();

    check(
        noClasses()
            .that(
                not(describe("listed", type -> listed.stream().anyMatch(file -> isIn(type, file)))))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage("io.vertx.core.internal..", "io.vertx.core.impl..")));
  }

  @Test
  void otherGrpcImplementationsAreNotUsed() {
    DescribedPredicate<JavaClass> foreign =
        resideInAnyPackage("io.grpc..", "io.vertx.grpc..", "io.vertx.grpcio..");
    var ours = describe("of this module", (JavaClass type) -> COMPILED.contain(type.getName()));

    check(noClasses().should().dependOnClassesThat(foreign.and(not(ours))));
  }

  /** It is an optional dependency: without it nothing else may miss a class. */
  @Test
  void onlyObservabilityKnowsOpenTelemetry() {
    check(
        noClasses()
            .that(not(resideInAPackage(ROOT + ".observability..")))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage("io.opentelemetry..", ROOT + ".observability..")));
  }

  @Test
  void noServiceIsLoaded() {
    check(noClasses().should().dependOnClassesThat().areAssignableTo(ServiceLoader.class));
  }

  @Test
  void thereIsNoStaticMutableState() {
    check(fields().that().areStatic().should().beFinal());
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(MAIN);
  }

  /**
   * GrpcServer names HttpServer and its requests, as a recorded exception: {@code
   * install(HttpServer)}.
   */
  private static boolean isGrpcServer(JavaClass type) {
    return type.getName().startsWith(ROOT + ".server.GrpcServer");
  }

  private static boolean isIn(JavaClass type, Pattern file) {
    var outermost = type;
    while (outermost.getEnclosingClass().isPresent()) {
      outermost = outermost.getEnclosingClass().get();
    }
    return file.matcher("/src/main/java/" + outermost.getName().replace('.', '/') + ".java").find();
  }

  /** The list is Checkstyle's, so that a file is named once. */
  private static List<Pattern> filesThatMayUseInternals() throws Exception {
    var factory = DocumentBuilderFactory.newInstance();
    factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    var list = Path.of("../config/checkstyle-suppressions.xml").toFile();
    var entries = factory.newDocumentBuilder().parse(list).getElementsByTagName("suppress");
    var files = new ArrayList<Pattern>();
    for (var i = 0; i < entries.getLength(); i++) {
      var entry = (Element) entries.item(i);
      if (entry.getAttribute("id").equals("mainVertxInternals")) {
        files.add(Pattern.compile(entry.getAttribute("files")));
      }
    }
    return files;
  }
}
