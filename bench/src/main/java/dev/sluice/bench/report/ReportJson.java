package dev.sluice.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** The report for programs, with every round. */
final class ReportJson {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ReportJson() {}

    static String of(Report report) {
        ObjectNode root = JSON.createObjectNode();
        root.set("machine", JSON.valueToTree(report.machine()));
        root.set("targets", JSON.valueToTree(report.targets()));
        root.set("missing", JSON.valueToTree(report.missing()));
        root.set("remarks", JSON.valueToTree(report.remarks()));
        root.put("passed", report.passed());
        ArrayNode gates = root.putArray("gates");
        for (Report.Judged judged : report.gates()) {
            ObjectNode gate = gates.addObject();
            gate.put("row", judged.gate().row());
            gate.put("title", judged.gate().title());
            gate.put("limit", judged.gate().limit());
            gate.put("aim", judged.gate().aim());
            gate.put("seen", judged.verdict().seen());
            gate.put("verdict", judged.verdict().outcome().text());
            gate.put("aimReached", judged.verdict().moonshot().text());
        }
        root.set("notes", JSON.valueToTree(report.results().notes()));
        ArrayNode rounds = root.putArray("rounds");
        for (Round round : report.results().rounds()) {
            ObjectNode node = rounds.addObject();
            node.put("scenario", round.scenario());
            node.put("target", round.target());
            node.put("instance", round.instance());
            node.put("round", round.number());
            node.put("attempt", round.attempt());
            node.put("voided", round.voided());
            node.put("disturbed", round.disturbed());
            ObjectNode figures = node.putObject("figures");
            round.figures().forEach((figure, value) -> figures.put(figure.name().toLowerCase(Locale.ROOT), value));
        }
        try {
            return JSON.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
