package daybook.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JoinedModulesTest {

  @Test
  void eachModuleIsAFunctionBehindThoseThatItImports() {
    Map<String, String> modules =
        Map.of(
            "app.js",
            """
            import {one as first, Two} from './panels/a.js';
            import * as all from './b.js';
            import './c.js';
            first(Two, all.three);
            """,
            "panels/a.js",
            """
            import {three} from '../b.js';

            export async function one() {}
            export class Two {}
            const own = three;
            """,
            "b.js",
            "export const three = 3;\n",
            "c.js",
            "console.log('$1 \\\\');\n");

    assertThat(JoinedModules.of("app.js", modules::get))
        .isEqualToNormalizingNewlines(
            """
            // b.js
            const $0 = (() => {
            const three = 3;
            return {three};
            })();
            // panels/a.js
            const $1 = (() => {
            const {three} = $0;

            async function one() {}
            class Two {}
            const own = three;
            return {one, Two};
            })();
            // c.js
            const $2 = (() => {
            console.log('$1 \\\\');
            return {};
            })();
            // app.js
            const $3 = (() => {
            const {one: first, Two} = $1;
            const all = $0;

            first(Two, all.three);
            return {};
            })();
            """);
  }

  /** What would do something else where it is joined. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "export default 1;\n",
        "export let changes = 1;\n",
        "const a = 1;\nexport {a};\n",
        "import a from './b.js';\n",
        "import {a} from 'chart.js';\n",
        "export * from './b.js';\n",
      })
  void anotherFormIsRefusedByTheModulesName(String text) {
    assertThatThrownBy(() -> JoinedModules.of("panels/a.js", name -> text))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("panels/a.js has a form that is not joined: ");
  }

  @Test
  void modulesThatImportEachOtherAreRefused() {
    Map<String, String> modules =
        Map.of("a.js", "import {b} from './b.js';\n", "b.js", "import {a} from './a.js';\n");

    assertThatThrownBy(() -> JoinedModules.of("a.js", modules::get))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a.js is imported by what it imports itself");
  }
}
