package dev.sluice.contract.policy;

/**
 * The team that a token puts its subject into, and that is counted.
 *
 * @param claim whose value is the name of a Team, or a list of which the first that is one counts; see {@link ClaimPath}
 */
public record TokenTeam(String claim) {
    public TokenTeam {
        ClaimPath.parse(claim, "claim");
    }
}
