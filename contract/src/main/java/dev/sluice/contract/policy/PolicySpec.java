package dev.sluice.contract.policy;

/** What an object says: one record per {@link Kind}, checked in its constructor ({@link InvalidField} names the field). */
public sealed interface PolicySpec
        permits TeamSpec,
                UserSpec,
                ServiceAccountSpec,
                ProviderAccountSpec,
                ModelSpec,
                VirtualModelSpec,
                ApiKeySpec,
                AccessRuleSpec,
                RateLimitSpec,
                BudgetSpec,
                AlertChannelSpec,
                TokenIssuerSpec,
                SigningKeySpec {}
