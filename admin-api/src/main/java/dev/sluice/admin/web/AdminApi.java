package dev.sluice.admin.web;

import dev.sluice.admin.problem.Problem;
import dev.sluice.contract.policy.AccessRuleSpec;
import dev.sluice.contract.policy.AlertChannelSpec;
import dev.sluice.contract.policy.ApiKeySpec;
import dev.sluice.contract.policy.BudgetSpec;
import dev.sluice.contract.policy.Metadata;
import dev.sluice.contract.policy.ModelSpec;
import dev.sluice.contract.policy.ProviderAccountSpec;
import dev.sluice.contract.policy.RateLimitSpec;
import dev.sluice.contract.policy.ServiceAccountSpec;
import dev.sluice.contract.policy.TeamSpec;
import dev.sluice.contract.policy.TokenIssuerSpec;
import dev.sluice.contract.policy.UserSpec;
import dev.sluice.contract.policy.VirtualModelSpec;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The REST application, and the schemas that no method mentions by type. */
@OpenAPIDefinition(
        info = @Info(title = "Sluice admin API", version = "1"),
        components =
                @Components(
                        schemas = {
                            @Schema(name = "Problem", implementation = Problem.class),
                            @Schema(name = "Metadata", implementation = Metadata.class),
                            @Schema(name = "TeamSpec", implementation = TeamSpec.class),
                            @Schema(name = "UserSpec", implementation = UserSpec.class),
                            @Schema(name = "ServiceAccountSpec", implementation = ServiceAccountSpec.class),
                            @Schema(name = "ProviderAccountSpec", implementation = ProviderAccountSpec.class),
                            @Schema(name = "ModelSpec", implementation = ModelSpec.class),
                            @Schema(name = "VirtualModelSpec", implementation = VirtualModelSpec.class),
                            @Schema(name = "ApiKeySpec", implementation = ApiKeySpec.class),
                            @Schema(name = "AccessRuleSpec", implementation = AccessRuleSpec.class),
                            @Schema(name = "RateLimitSpec", implementation = RateLimitSpec.class),
                            @Schema(name = "BudgetSpec", implementation = BudgetSpec.class),
                            @Schema(name = "AlertChannelSpec", implementation = AlertChannelSpec.class),
                            @Schema(name = "TokenIssuerSpec", implementation = TokenIssuerSpec.class)
                        }))
public class AdminApi extends Application {}
