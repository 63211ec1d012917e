package dev.sluice.embedded.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeTest {

    @Test
    void takesAnInsertApartFromItsData() {
        var shape =
                Shape.of(bytes("/* FORMAT CSV */ insert into `a FORMAT` (format, b)\n format JSONEachRow \n{\"a\":1}"));
        assertThat(shape).isInstanceOfSatisfying(Shape.InsertWithData.class, insert -> {
            assertThat(text(insert.head())).isEqualTo("/* FORMAT CSV */ insert into `a FORMAT` (format, b)\n ");
            assertThat(insert.format()).isEqualTo("JSONEachRow");
            assertThat(text(insert.data())).isEqualTo("{\"a\":1}");
        });
    }

    @Test
    void leavesBlanksThatBeginTheDataAlone() {
        var shape = Shape.of(bytes("INSERT INTO t FORMAT RowBinary\n\n \t"));
        assertThat(shape)
                .isInstanceOfSatisfying(
                        Shape.InsertWithData.class,
                        insert -> assertThat(text(insert.data())).isEqualTo("\n \t"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO t VALUES ('x FORMAT CSV')",
                "INSERT INTO t FORMAT Values (1)",
                "INSERT INTO t SELECT 1 FORMAT Null",
                "SELECT 'it''s FORMAT CSV' -- FORMAT CSV",
                "SELECT \"a\\\" FORMAT CSV\" FROM (SELECT 1 FORMAT CSV)",
                ""
            })
    void handsOverWholeWhatTheEngineReadsItself(String sql) {
        assertThat(Shape.of(bytes(sql))).isEqualTo(new Shape.Whole(""));
    }

    @Test
    void findsTheFormatOfAResult() {
        assertThat(Shape.of(bytes("SELECT 1 FORMAT JSONCompact SETTINGS max_threads = 1")))
                .isEqualTo(new Shape.Whole("JSONCompact"));
    }

    private static ByteBuffer bytes(String text) {
        return StandardCharsets.UTF_8.encode(text);
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }
}
