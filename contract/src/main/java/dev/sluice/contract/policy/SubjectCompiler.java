package dev.sluice.contract.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compiles people, applications, teams and access rules: rules are grouped by subject, so their number costs nothing. */
final class SubjectCompiler {
    private final Map<Subject, NameMatcher> grants = new HashMap<>();
    private final Map<Subject, TreeSet<String>> teamsOf = new HashMap<>();

    Map<Subject, Owner> compile(PolicyState state) {
        Map<Subject, List<String>> patterns = new HashMap<>();
        for (PolicyObject object : state.objects(Kind.ACCESS_RULE)) {
            AccessRuleSpec rule = (AccessRuleSpec) object.spec();
            for (String subject : rule.subjects()) {
                patterns.computeIfAbsent(Subject.parse(subject), _ -> new ArrayList<>())
                        .addAll(rule.models());
            }
        }
        patterns.forEach((subject, models) -> grants.put(subject, NameMatcher.of(models)));
        for (PolicyObject object : state.objects(Kind.TEAM)) {
            TeamSpec team = (TeamSpec) object.spec();
            Stream.concat(team.members().stream(), team.managers().stream())
                    .map(Subject::parse)
                    .forEach(member -> join(member, object.name()));
        }
        Map<Subject, Owner> owners = new HashMap<>();
        for (PolicyObject object : state.objects(Kind.USER)) {
            Subject subject = new Subject(Subject.Type.USER, object.name());
            UserSpec user = (UserSpec) object.spec();
            owners.put(subject, owner(subject, user.disabled(), null, Map.of(), user.maySeeDecisions()));
        }
        for (PolicyObject object : state.objects(Kind.SERVICE_ACCOUNT)) {
            Subject subject = new Subject(Subject.Type.SERVICE_ACCOUNT, object.name());
            ServiceAccountSpec account = (ServiceAccountSpec) object.spec();
            if (account.team() != null) {
                join(subject, account.team());
            }
            owners.put(subject, owner(subject, false, account.team(), account.metadata(), false));
        }
        return Map.copyOf(owners);
    }

    private void join(Subject member, String team) {
        teamsOf.computeIfAbsent(member, _ -> new TreeSet<>()).add(team);
    }

    private Owner owner(
            Subject subject,
            boolean disabled,
            @Nullable String team,
            Map<String, String> metadata,
            boolean mayExplain) {
        List<String> teams = List.copyOf(teamsOf.getOrDefault(subject, new TreeSet<>()));
        String counted = team != null ? team : teams.size() == 1 ? teams.getFirst() : "";
        List<Owner.Granted> granted = Stream.of(
                        Stream.of(subject, Subject.EVERYONE),
                        teams.stream().map(name -> new Subject(Subject.Type.TEAM, name)))
                .flatMap(s -> s)
                .flatMap(s -> Stream.ofNullable(grants.get(s)).map(models -> new Owner.Granted(s, models)))
                .toList();
        return new Owner(subject, disabled, teams, counted, metadata, granted, mayExplain);
    }

    TeamGrants teamGrants(PolicyState state) {
        return new TeamGrants(
                state.objects(Kind.TEAM).stream()
                        .collect(Collectors.toUnmodifiableMap(
                                PolicyObject::name,
                                team -> grants.getOrDefault(
                                        new Subject(Subject.Type.TEAM, team.name()), NameMatcher.NONE))),
                grants.get(Subject.EVERYONE));
    }

    Map<String, NameMatcher> keyGrants() {
        return grants.entrySet().stream()
                .filter(e -> e.getKey().type() == Subject.Type.KEY)
                .collect(Collectors.toUnmodifiableMap(e -> e.getKey().name(), Map.Entry::getValue));
    }
}
