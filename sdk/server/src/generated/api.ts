/** The REST API as types: made from its OpenAPI document by `npm run api`. */

export interface paths {
    "/v1/branding": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the branding
         * @description Name, logo and colour of the organization that a key belongs to, as `@syncforge/ui/branding` shows them. A network may show sixty keys in a minute that nobody knows.
         */
        get: {
            parameters: {
                query: {
                    /** @description A publishable key. */
                    apiKey: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The branding. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Branding"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `RATE_LIMITED` */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the server serves */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It serves. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Health"];
                    };
                };
                /** @description It does not; the part that fails is named. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Health"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign a room token
         * @description Says who somebody is and what they may do in which rooms. Hand it to their browser. The calling key signs it, and the token ends with that key: when it is revoked, when it expires, when the time of grace of one that was replaced is over. A key needs the scope `tokens`, which is for every room of the organization, and `rooms:write` as well to let somebody moderate.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "userId": "user_1",
                     *       "userInfo": {
                     *         "name": "Ada"
                     *       },
                     *       "rooms": {
                     *         "doc-*": [
                     *           "write"
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["NewToken"];
                };
            };
            responses: {
                /** @description The token. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Token"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organizationId}/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List keys, newest first
         * @description Those that were not revoked.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organizationId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The keys. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ApiKeyList"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Make a key
         * @description `key` is shown this once: what is stored cannot be turned back into it. An organization has at most 100 keys.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    organizationId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewApiKey"];
                };
            };
            responses: {
                /** @description The key. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NewlyMadeApiKey"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organizationId}/api-keys/{keyId}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace a key
         * @description The key keeps its id, name and scopes and gets another secret. The one of before is taken until `previousExpiresAt` and not a second longer, the tokens that it signed as well; one that was replaced even earlier ends now.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    organizationId: string;
                    keyId: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["ApiKeyRotation"];
                };
            };
            responses: {
                /** @description The new key, shown this once. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RotatedApiKey"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organizationId}/api-keys/{keyId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke a key
         * @description It is dead at once here and everywhere within five seconds, with the tokens that it signed. Sockets that came by it are closed with `KEY_REVOKED`.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organizationId: string;
                    keyId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is dead. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organizationId}/api-keys/{keyId}/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How much a key is used, by day
         * @description The last thirty days, unless told otherwise; of a key that was revoked as well. Counted in batches: use is seen after about five seconds, and a machine that breaks down takes the last seconds of it along.
         */
        get: {
            parameters: {
                query?: {
                    /** @description A day in UTC, such as `2026-11-27`. */
                    from?: string;
                    /** @description A day in UTC, such as `2026-11-27`. */
                    to?: string;
                };
                header?: never;
                path: {
                    organizationId: string;
                    keyId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The days. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ApiKeyUsage"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organizationId}/token-issuers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the issuers whose JWTs are taken */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organizationId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The oldest first. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            tokenIssuers: components["schemas"]["TokenIssuer"][];
                        };
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Take the JWTs of an issuer as room tokens
         * @description RS256, ES256 and EdDSA. `sub` is the user id; `name`, `picture`, `info` say what others see; `rooms` is what it is in our own tokens, and without it each room gives what it gives to everybody, or has granted; `email` proves an address unless `email_verified` is false. Clocks may differ by a minute. An issuer and audience belong to one organization.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    organizationId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewTokenIssuer"];
                };
            };
            responses: {
                /** @description The issuer. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TokenIssuer"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organizationId}/token-issuers/{issuerId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take no more JWTs of an issuer
         * @description Its tokens are refused within five seconds; who is in a room stays until their token ends.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organizationId: string;
                    issuerId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is gone. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /**
         * Give an issuer other keys
         * @description Tokens signed with the keys of before are refused within five seconds.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organizationId: string;
                    issuerId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TokenIssuerChange"];
                };
            };
            responses: {
                /** @description The issuer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TokenIssuer"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/rooms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List rooms
         * @description Newest first, unless `sort` says otherwise. `type`, `metadata` and `search` leave out what does not fit.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description A minus begins with the largest, or the latest. */
                    sort?: "-createdAt" | "createdAt" | "-updatedAt" | "updatedAt" | "name" | "-name" | "id" | "-id";
                    type?: "collaboration" | "whiteboard" | "document" | "custom";
                    /** @description Rooms whose metadata hold all of this: an object as JSON, such as `{"team":"a"}`. */
                    metadata?: string;
                    /** @description Rooms whose id or name holds this, in letters large or small. */
                    search?: string;
                    /** @description `nextCursor` of the page before, with the same `sort` and filters. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of rooms. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RoomList"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Create a room
         * @description Also one whose id was deleted: it is another room, with nothing of the earlier one in it.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewRoom"];
                };
            };
            responses: {
                /** @description The room. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Room"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `PLAN_LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_EXISTS` */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{roomId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a room */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    roomId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The room. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RoomDetail"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /**
         * Delete a room
         * @description Erases everything in it and closes every socket with `ROOM_DELETED`. Its id stays deleted for whoever comes, until it is created again here.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    roomId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is gone. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /**
         * Change a room
         * @description Only what is sent changes. `metadata` is replaced as a whole. New limits apply to the open room at once.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    roomId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RoomChange"];
                };
            };
            responses: {
                /** @description The room as it is now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Room"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See how a room is
         * @description What the room does of its own accord (compaction, leaves, ends of tokens, its copy) and cannot finish.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    roomId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description How it is. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RoomHealth"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/grants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what was decided about people
         * @description Everybody who has a grant, was lowered or is banned in this room, by user id.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description `nextCursor` of the page before. */
                    cursor?: string;
                };
                header?: never;
                path: {
                    roomId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of it. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Grants"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/participants/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show what was decided about somebody
         * @description What holds for this user id in this room, whether anybody with it is here or not.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    roomId: string;
                    userId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What holds now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Decided"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change what somebody may do
         * @description Grants access, or lowers it, in the room or in single documents. Open sockets obey at once, later joins as well, whatever their token says. What is raised counts only for who proves the id with a room token; what is lowered counts for who claims it as well. Only what is sent changes.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    roomId: string;
                    userId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Rights"];
                };
            };
            responses: {
                /** @description It holds. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Met"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/participants/{userId}/kick": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remove somebody
         * @description Closes what is open under this id, proven or claimed, with `KICKED`, or with `BANNED` when it is to stay out. Without a body: a kick alone.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    roomId: string;
                    userId: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["Kick"];
                };
            };
            responses: {
                /** @description It holds. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Met"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/participants/{userId}/ban": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Let somebody in again */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    roomId: string;
                    userId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description There is no ban. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{userId}/grants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the rooms in which somebody has a grant
         * @description Also those in which they were lowered or banned, by room id. A change in a room is seen here a few seconds later, at the latest after a minute; rooms in memory tell nothing.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description `nextCursor` of the page before. */
                    cursor?: string;
                };
                header?: never;
                path: {
                    userId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of them. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UserGrants"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{userId}/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List somebody’s notifications, the newest first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description `nextCursor` of the page before. */
                    cursor?: string;
                    /** @description `true`: only what was not read. */
                    unread?: "true" | "false";
                };
                header?: never;
                path: {
                    userId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of them. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NotificationList"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Tell somebody something
         * @description A notification of a kind of your own. It reaches the person’s open tabs at once and waits for them otherwise; unread for a while, it is mailed to the address that you have named, unless they want no mail of this kind.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    userId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewNotification"];
                };
            };
            responses: {
                /** @description It is kept. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CreatedNotification"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `PLAN_LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{userId}/notifications/read-all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mark all as read */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    userId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What is unread now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UnreadNotifications"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{userId}/notifications/{notificationId}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mark one as read */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    userId: string;
                    notificationId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What is unread now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UnreadNotifications"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{userId}/notifications/{notificationId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a notification
         * @description One that is not there any more is deleted as well.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    userId: string;
                    notificationId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is gone. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{userId}/notification-preferences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get what somebody wants to be told */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    userId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Their preferences. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NotificationPreferences"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change what somebody wants to be told
         * @description What is left out stays as it is. `email` is where mail goes: name an address only when you have seen proof that it is theirs.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    userId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NotificationPreferencesChange"];
                };
            };
            responses: {
                /** @description Their preferences. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NotificationPreferences"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the share links of a room
         * @description Those that were not revoked; some may have ended by themselves.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    roomId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The oldest first. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Links"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Make a share link
         * @description Whoever has its token may come into the room, unverified, with this access; somebody with a room token who adds it after a comma is raised by it. At most 100 in a room.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    roomId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewLink"];
                };
            };
            responses: {
                /** @description The link, with its token this once. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MadeLink"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/links/{linkId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke a share link
         * @description Whoever came by it loses at once what it gave; a room token of their own goes on.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    roomId: string;
                    linkId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It holds no more. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND`, `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/shares": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the shares by e-mail that wait
         * @description Who has come is among the grants.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    roomId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The oldest first. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            shares: components["schemas"]["Share"][];
                        };
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Share a room by e-mail
         * @description Sends a mail, and waits. Whoever comes with a room token that proves this address (its `email`) has this access as a grant from then on. The same address again changes the access and sends another mail. At most 500 wait in a room; 10 mails an hour go to one address, 200 from one organization.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    roomId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewShare"];
                };
            };
            responses: {
                /** @description It waits. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MadeShare"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `RATE_LIMITED` */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/shares/{shareId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take back a share by e-mail
         * @description One that still waits. What has become a grant is taken back as one.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    roomId: string;
                    shareId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It waits no more. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND`, `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export a room as one file
         * @description Everything the room holds at this moment: documents with their history and versions, and how it is set up.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    roomId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The file, of unknown length. One that ends before its digest is refused at an import. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/vnd.syncforge.room": string;
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `RATE_LIMITED` */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import a file into a new or empty room
         * @description A room that does not exist is created as the file says, as a durable one, and nobody sees it before it is whole. One that exists must be empty and keeps its settings. All of the file is taken, or nothing: a file that is truncated, altered or from a newer server is refused whole. At most 256 MiB.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    roomId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/vnd.syncforge.room": string;
                };
            };
            responses: {
                /** @description The room; everything in it is durable. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Room"];
                    };
                };
                /** @description `VALIDATION_ERROR`, `EXPORT_INVALID` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `PLAN_LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_EXISTS` */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/fork": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Fork a room
         * @description A new room with the same settings and documents. With `version`, its document is as it was then, the others as near to that moment as the history tells. Whatever is written in either room can be merged into the other.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    roomId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Fork"];
                };
            };
            responses: {
                /** @description The new room; its content is durable. Nobody could see it before it was whole. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Room"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `PLAN_LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND`, `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_EXISTS` */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/participants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List who is here
         * @description One entry per person, in the order in which they came; somebody with two tabs has two connections. Who only claims a user id, with a publishable key, is an entry of its own: `verified` is `false`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    roomId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Everyone in the room. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Participants"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List documents */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    roomId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The room’s documents. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DocumentList"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/document": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a document
         * @description As JSON, values that JSON lacks take the form that Protocol Buffers give them: bytes are base64, a BigInt is its digits, NaN and infinities are their names. A subdocument is `{ "subdocument": guid }`, `undefined` is null, XML is markup.
         */
        get: {
            parameters: {
                query?: {
                    name?: string;
                    format?: "json" | "text" | "yjs";
                };
                header?: never;
                path: {
                    roomId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description As JSON by root type, as the text of its text types, or as one Yjs update that holds everything. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DocumentContent"];
                        "text/plain": string;
                        "application/octet-stream": string;
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND`, `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/document/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See how full a document is
         * @description What the document has come to and what it may come to: bytes stored, about the memory that its room needs for it, Yjs client ids that have edited it, root types. `share` is the largest part of any of these, 1 is full: edits past a bound are refused.
         */
        get: {
            parameters: {
                query?: {
                    name?: string;
                };
                header?: never;
                path: {
                    roomId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description How full it is. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DocumentUsage"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `DOCUMENT_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/document/update": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Apply a Yjs update
         * @description The body is a binary Yjs update (version 1). The answer comes when the update is durable.
         */
        post: {
            parameters: {
                query?: {
                    name?: string;
                };
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    roomId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/octet-stream": string;
                };
            };
            responses: {
                /** @description It is durable. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UpdateReceipt"];
                    };
                };
                /** @description `VALIDATION_ERROR`, `MALFORMED_MESSAGE` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE`, `DOCUMENT_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/document/seed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a document its first content
         * @description The body is a complete binary Yjs update (version 1). It is taken only while the document is empty: repeating the request, or asking beside clients that seed, writes nothing twice.
         */
        post: {
            parameters: {
                query?: {
                    name?: string;
                };
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    roomId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/octet-stream": string;
                };
            };
            responses: {
                /** @description `seeded`: this request did it. The document has content that is durable either way. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SeedReceipt"];
                    };
                };
                /** @description `VALIDATION_ERROR`, `MALFORMED_MESSAGE` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE`, `DOCUMENT_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List versions of a document, newest first */
        get: {
            parameters: {
                query?: {
                    document?: string;
                };
                header?: never;
                path: {
                    roomId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Its versions. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["VersionList"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /** Name the document as it is now */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    roomId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewVersion"];
                };
            };
            responses: {
                /** @description The version. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Version"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND`, `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/versions/{versionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a version, the document as it was included */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    roomId: string;
                    versionId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description `state` is the document as one Yjs update, in base64. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["VersionContent"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND`, `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Forget a version */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    roomId: string;
                    versionId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is gone. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND`, `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/versions/{versionId}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore a version
         * @description As a new edit: everyone in the room gets it, nothing that came after the version is lost.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    roomId: string;
                    versionId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is durable. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND`, `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `DOCUMENT_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/blame": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who wrote what of a document */
        get: {
            parameters: {
                query?: {
                    document?: string;
                };
                header?: never;
                path: {
                    roomId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Each text in runs by author. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Blame"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND`, `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Merge a fork back
         * @description What the other room has and this one lacks becomes one edit per document: everyone here gets it, nothing that was written here is lost. Repeating it changes nothing.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    roomId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Merge"];
                };
            };
            responses: {
                /** @description The documents that brought something, durable now; `changed` is false for what was here already. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Merged"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND`, `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/broadcast": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send an event to everyone here */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    roomId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Broadcast"];
                };
            };
            responses: {
                /** @description It is on its way. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/comments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List comments of a thread, or of the room
         * @description In order; without `after` or `before`, the newest.
         */
        get: {
            parameters: {
                query?: {
                    threadId?: string;
                    /** @description The `sequence` of the first comment of a page: those before it. */
                    before?: number | null;
                    /** @description The `sequence` of the last comment of a page: those after it. */
                    after?: number | null;
                    limit?: number;
                };
                header?: never;
                path: {
                    roomId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Comments. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommentPage"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND`, `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /** Comment, in a new thread or in one that is there */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    roomId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewComment"];
                };
            };
            responses: {
                /** @description What was said, and its thread. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SaidComment"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `PLAN_LIMIT_EXCEEDED`, `LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND`, `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/threads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List threads, the most recently active first */
        get: {
            parameters: {
                query?: {
                    open?: "true" | "false";
                    anchorId?: string;
                    document?: string;
                    /** @description `next` of the page before. */
                    before?: number | null;
                    limit?: number;
                };
                header?: never;
                path: {
                    roomId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description `next`: what to ask for as `before`; `null`: that was all. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ThreadPage"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND`, `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/comments/{commentId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a comment
         * @description As a moderator, or in the name of `userId`, who must have written it. With its last comment a thread is gone.
         */
        delete: {
            parameters: {
                query?: {
                    /** @description The room, when it is known: a comment that somebody made on a socket is found without it a minute later at most. */
                    roomId?: string;
                    userId?: string;
                };
                header?: never;
                path: {
                    commentId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Its words are gone. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND`, `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /**
         * Edit a comment
         * @description In the name of `userId`, who must have written it; without one, as a moderator. What it said before is kept.
         */
        patch: {
            parameters: {
                query?: {
                    /** @description The room, when it is known: a comment that somebody made on a socket is found without it a minute later at most. */
                    roomId?: string;
                };
                header?: never;
                path: {
                    commentId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["EditedComment"];
                };
            };
            responses: {
                /** @description As it is now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Comment"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `PLAN_LIMIT_EXCEEDED`, `LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND`, `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/threads/{threadId}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Resolve a thread */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    roomId: string;
                    threadId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ByWhom"];
                };
            };
            responses: {
                /** @description The thread. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommentThread"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `PLAN_LIMIT_EXCEEDED`, `LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND`, `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/threads/{threadId}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Re-open a thread */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    roomId: string;
                    threadId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ByWhom"];
                };
            };
            responses: {
                /** @description The thread. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommentThread"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `PLAN_LIMIT_EXCEEDED`, `LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND`, `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/attachments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a file for a comment
         * @description The bytes, with `content-length` and the `content-type` that they have. A comment of the same person takes it by its id, within a day. At most 10 MiB.
         */
        post: {
            parameters: {
                query?: {
                    /** @description In whose name: a comment of theirs takes it. */
                    userId?: string;
                    /** @description What it is called. */
                    name?: string;
                };
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    roomId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/octet-stream": string;
                };
            };
            responses: {
                /** @description The file; `type` is what its bytes say. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Attachment"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `LIMIT_EXCEEDED`, `PLAN_LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND`, `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE`, `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/comments/{commentId}/attachments/{attachmentId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a file of a comment */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    roomId: string;
                    commentId: string;
                    attachmentId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Its bytes, to be kept and never run. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/octet-stream": string;
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND`, `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE`, `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/chat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the chat, the newest messages first
         * @description Within a page the oldest first.
         */
        get: {
            parameters: {
                query?: {
                    /** @description The first message of the page before. */
                    before?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    roomId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ChatPage"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND`, `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /** Send a message */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    roomId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewChatMessage"];
                };
            };
            responses: {
                /** @description The message. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ChatMessage"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `PLAN_LIMIT_EXCEEDED`, `LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND`, `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `RATE_LIMITED` */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/chat/{messageId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a message
         * @description As a moderator, or in the name of `userId`, who must have written it.
         */
        delete: {
            parameters: {
                query?: {
                    userId?: string;
                };
                header?: never;
                path: {
                    roomId: string;
                    messageId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Its words are gone. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `PLAN_LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND`, `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /**
         * Edit a message
         * @description In the name of its author, nobody else.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    roomId: string;
                    messageId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["EditedChatMessage"];
                };
            };
            responses: {
                /** @description As it is now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ChatMessage"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `PLAN_LIMIT_EXCEEDED`, `LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND`, `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `RATE_LIMITED` */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/chat/{messageId}/reactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add a reaction to a message, or take it back */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    roomId: string;
                    messageId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ChatReaction"];
                };
            };
            responses: {
                /** @description It is so. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `PLAN_LIMIT_EXCEEDED`, `LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND`, `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `RATE_LIMITED` */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/chat/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mark the chat as read for somebody */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    roomId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ChatRead"];
                };
            };
            responses: {
                /** @description What is left unread. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ChatState"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `PLAN_LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND`, `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/locks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the locks that are held */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    roomId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Who holds what, and until when. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LockList"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Acquire a lock
         * @description It ends by its time, half an hour where none is given: there is no connection that it could end with.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    roomId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["WantedLock"];
                };
            };
            responses: {
                /** @description It is theirs. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Lease"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `PLAN_LIMIT_EXCEEDED`, `LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `LOCK_HELD` */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/locks/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Give a lock back
         * @description Of `userId`, with the `token` that it was acquired under.
         */
        delete: {
            parameters: {
                query?: {
                    userId?: string;
                    token?: number;
                };
                header?: never;
                path: {
                    roomId: string;
                    key: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The next in line holds it. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `PLAN_LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `LOCK_LOST` */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Hold a lock for longer */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    roomId: string;
                    key: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["LockRenewal"];
                };
            };
            responses: {
                /** @description Until when. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Lease"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `PLAN_LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `LOCK_LOST` */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List records, without what they say */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    roomId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Each with its version, and who wrote it. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RecordList"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/records/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a record */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    roomId: string;
                    key: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description As it is now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TextRecord"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND`, `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        /**
         * Save a record
         * @description On the version `expectedVersion`, 0 for a new one. When somebody has saved meanwhile, what they wrote is in the details of VERSION_CONFLICT.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    roomId: string;
                    key: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RecordSave"];
                };
            };
            responses: {
                /** @description The new version. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RecordHead"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND`, `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `VERSION_CONFLICT`, `LOCK_LOST` */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        post?: never;
        /** Remove a record with its history */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    roomId: string;
                    key: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is gone. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND`, `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/records/{key}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the versions of a record, the newest first */
        get: {
            parameters: {
                query?: {
                    /** @description The last version of the page before. */
                    before?: number;
                    limit?: number;
                };
                header?: never;
                path: {
                    roomId: string;
                    key: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RecordVersions"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND`, `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/records/{key}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a version of a record */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    roomId: string;
                    key: string;
                    version: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description As it was. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TextRecord"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND`, `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/records/{key}/versions/{version}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Save again what a version said */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    roomId: string;
                    key: string;
                    version: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RecordRestore"];
                };
            };
            responses: {
                /** @description The new version. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RecordHead"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND`, `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `VERSION_CONFLICT`, `LOCK_LOST` */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened here, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before. */
                    before?: number;
                    limit?: number;
                    /** @description Only of these kinds, separated by commas. */
                    kinds?: string;
                };
                header?: never;
                path: {
                    roomId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of the feed. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ActivityPage"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What has not fired, the next first */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    roomId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description They. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ScheduleList"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/schedules/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Have the room tell everybody something at a time
         * @description Once, whoever is there then, also by webhook. A name that is set again has the new time alone.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    roomId: string;
                    name: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewSchedule"];
                };
            };
            responses: {
                /** @description It is set. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Schedule"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        post?: never;
        /** Take a schedule back */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    roomId: string;
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is gone, or was not there. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/feeds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The feeds of a room */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    roomId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Each with its edges. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FeedList"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/feeds/{feed}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a feed, oldest first
         * @description Fewer than `limit` may come: the last number read is the next `after`, until it is `last`.
         */
        get: {
            parameters: {
                query?: {
                    after?: number | null;
                    limit?: number;
                };
                header?: never;
                path: {
                    roomId: string;
                    feed: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FeedPage"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /** Write to a feed */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    roomId: string;
                    feed: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewFeedEntry"];
                };
            };
            responses: {
                /** @description It is durable. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FeedReceipt"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/checklists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the items of all checklists, by list and in order */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    roomId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description They. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ChecklistItems"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /** Add an item */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    roomId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewChecklistItem"];
                };
            };
            responses: {
                /** @description The item. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ChecklistItem"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `LIMIT_EXCEEDED`, `PLAN_LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND`, `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/checklists/{itemId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove an item */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    roomId: string;
                    itemId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is gone. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `LIMIT_EXCEEDED`, `PLAN_LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND`, `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Check, edit or move an item */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    roomId: string;
                    itemId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ChecklistItemChange"];
                };
            };
            responses: {
                /** @description The item. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ChecklistItem"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `LIMIT_EXCEEDED`, `PLAN_LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND`, `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/rooms/{roomId}/agents/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Show an agent in a room
         * @description It is among the participants, marked `agent`, until its time is over: with presence and a cursor, as given; what is left out stays as it was. Nobody counts it.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    roomId: string;
                    userId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Agent"];
                };
            };
            responses: {
                /** @description It is shown. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ShownAgent"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `BANNED`, `LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        post?: never;
        /** Take an agent out of a room */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    roomId: string;
                    userId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is gone, or was not there. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/comments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List comments across rooms
         * @description The newest first, by pages; of all rooms, or of those whose id begins with `roomPrefix`. Rooms tell at most a minute late.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description `nextCursor` of the page before. */
                    cursor?: string;
                    roomPrefix?: string;
                    /** @description From then on, in milliseconds since 1970. */
                    since?: number | null;
                    /** @description Of somebody who has proven to be that. */
                    userId?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Comments. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommentsAcross"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List messages of the chat across rooms
         * @description The newest first, by pages; of all rooms, or of those whose id begins with `roomPrefix`. Rooms tell at most a minute late.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description `nextCursor` of the page before. */
                    cursor?: string;
                    roomPrefix?: string;
                    /** @description From then on, in milliseconds since 1970. */
                    since?: number | null;
                    /** @description Of somebody who has proven to be that. */
                    userId?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Messages. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MessagesAcross"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List records across rooms
         * @description The newest first, by pages; of all rooms, or of those whose id begins with `roomPrefix`. Rooms tell at most a minute late. Their texts are read in their rooms.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description `nextCursor` of the page before. */
                    cursor?: string;
                    roomPrefix?: string;
                    /** @description From then on, in milliseconds since 1970. */
                    since?: number | null;
                    /** @description Of somebody who has proven to be that. */
                    userId?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Records. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RecordsAcross"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/checklists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List how far checklists are, across rooms
         * @description The newest first, by pages; of all rooms, or of those whose id begins with `roomPrefix`. Rooms tell at most a minute late.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description `nextCursor` of the page before. */
                    cursor?: string;
                    roomPrefix?: string;
                    /** @description From then on, in milliseconds since 1970. */
                    since?: number | null;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Checklists that have items. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ChecklistsAcross"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List schedules across rooms
         * @description The newest first, by pages; of all rooms, or of those whose id begins with `roomPrefix`. Rooms tell at most a minute late. Without their payloads; what has fired is not listed.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description `nextCursor` of the page before. */
                    cursor?: string;
                    roomPrefix?: string;
                    /** @description From then on, in milliseconds since 1970. */
                    since?: number | null;
                    /** @description Of somebody who has proven to be that. */
                    userId?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Schedules that wait. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SchedulesAcross"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/feeds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List how far feeds are, across rooms
         * @description The newest first, by pages; of all rooms, or of those whose id begins with `roomPrefix`. Rooms tell at most a minute late. Their entries are read in their rooms.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description `nextCursor` of the page before. */
                    cursor?: string;
                    roomPrefix?: string;
                    /** @description From then on, in milliseconds since 1970. */
                    since?: number | null;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Feeds. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FeedsAcross"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List your organizations
         * @description With a session, those that its person belongs to, in the order of joining; with a key, the one of the key.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description `nextCursor` of the page before. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of them. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OrganizationList"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Create an organization
         * @description You become its owner. Needs a session: keys belong to an organization that exists.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewOrganization"];
                };
            };
            responses: {
                /** @description The organization. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OwnOrganization"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `SLUG_TAKEN` */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organizationId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an organization */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organizationId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The organization. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OwnOrganization"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /**
         * Delete an organization
         * @description Its keys and rooms refuse everybody with `ORGANIZATION_DELETED` within seconds. For seven days its owners can bring it back; then everything of it is erased.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organizationId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is closed. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /**
         * Change an organization
         * @description Only what is sent changes. Lists and `roomDefaults` are replaced as a whole.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organizationId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["OrganizationChange"];
                };
            };
            responses: {
                /** @description The organization as it is now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Organization"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `SLUG_TAKEN` */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/organizations/{organizationId}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring back a deleted organization */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    organizationId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description As it was. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Organization"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organizationId}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List members
         * @description In the order in which they joined.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description `nextCursor` of the page before. */
                    cursor?: string;
                };
                header?: never;
                path: {
                    organizationId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of members. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MemberList"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organizationId}/members/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a member, or leave
         * @description Everybody may leave: with their own id no right is needed. Only owners remove owners, and the last owner stays.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organizationId: string;
                    userId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description They are out, with their next request. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `LAST_OWNER` */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /**
         * Change a member’s role
         * @description Only owners make or lower owners. Nobody raises themself. The last owner stays one: `LAST_OWNER`, also when two go at once.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organizationId: string;
                    userId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["MemberChange"];
                };
            };
            responses: {
                /** @description The member as they are now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Member"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `LAST_OWNER` */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/organizations/{organizationId}/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List invitations, newest first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description `nextCursor` of the page before. */
                    cursor?: string;
                    status?: "pending" | "accepted" | "declined" | "revoked" | "expired";
                };
                header?: never;
                path: {
                    organizationId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of invitations. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["InvitationList"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Invite somebody by e-mail
         * @description The address gets a mail with a link that holds for seven days. Whoever is invited again while an invitation waits keeps that one, with the new role and time. Only owners invite owners.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    organizationId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewInvitation"];
                };
            };
            responses: {
                /** @description The invitation that waits now. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Invitation"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ALREADY_MEMBER` */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `RATE_LIMITED` */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organizationId}/invitations/{invitationId}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send an invitation again
         * @description For seven more days, also one that has expired. With `role`, for another role.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    organizationId: string;
                    invitationId: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["Resend"];
                };
            };
            responses: {
                /** @description The invitation as it is now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Invitation"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED`, `INVITATION_USED`, `INVITATION_REVOKED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `RATE_LIMITED` */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organizationId}/invitations/{invitationId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke an invitation */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organizationId: string;
                    invitationId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Its link is dead. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED`, `INVITATION_USED`, `INVITATION_REVOKED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the invitations that wait for you */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Newest first, at most 100. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReceivedInvitationList"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/{invitationId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an invitation to you
         * @description Also one that has ended: its `status` says how.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    invitationId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The invitation. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReceivedInvitation"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/{invitationId}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept an invitation
         * @description Your account’s confirmed address must be the invited one. Who is a member already keeps their role.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    invitationId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description You, in the organization. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Joined"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `INVITATION_USED`, `INVITATION_EXPIRED`, `INVITATION_REVOKED`, `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/{invitationId}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decline an invitation */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    invitationId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It waits no longer. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `INVITATION_USED`, `INVITATION_EXPIRED`, `INVITATION_REVOKED`, `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organizationId}/people-address": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the address that answers whom your people may mean */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organizationId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The address. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PeopleAddress"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        /**
         * Name the address that answers whom your people may mean
         * @description Rooms’ suggestions for mentions ask it as well, signed as [Standard Webhooks](https://www.standardwebhooks.com) say. The first time `secret` is shown, this once; an address that takes its place keeps the secret.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organizationId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewPeopleAddress"];
                };
            };
            responses: {
                /** @description It is another one now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PeopleAddress"];
                    };
                };
                /** @description It is named, with its secret. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MadePeopleAddress"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        post?: never;
        /**
         * Ask no address of your own for people
         * @description Its secret is gone with it.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organizationId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is asked no more. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organizationId}/people-address/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give the address for people another secret
         * @description Until `previousSecretEndsAt` every question is signed with both. While two secrets hold, there is no third one.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    organizationId: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["WebhookSecretRotation"];
                };
            };
            responses: {
                /** @description The address with its new secret, shown this once. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MadePeopleAddress"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organizationId}/people-address/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask the address for people once
         * @description For anybody, in no room: `query` is empty, `roomId` and `by` are `null`.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    organizationId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What came of it. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TriedPeopleAddress"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organizationId}/audit-log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what was done, newest first
         * @description Every act on the organization, its members, invitations, keys and rooms, with who did it, from where, and what was there before and after. No secret is in it.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description `nextCursor` of the page before. */
                    cursor?: string;
                    /** @description The id of a person or of a key. */
                    actor?: string;
                    /** @description Such as `members.update`, or `members` for all of that kind. */
                    act?: string;
                    /** @description The id of what was changed. */
                    subject?: string;
                    /** @description Milliseconds since 1970; from then on. */
                    from?: number | null;
                    /** @description Milliseconds since 1970; before then. */
                    to?: number | null;
                };
                header?: never;
                path: {
                    organizationId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of acts. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AuditLog"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organizationId}/audit-log/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export the audit log
         * @description As CSV or as JSON lines, newest first, of unknown length.
         */
        get: {
            parameters: {
                query?: {
                    format?: "csv" | "jsonl";
                    /** @description The id of a person or of a key. */
                    actor?: string;
                    /** @description Such as `members.update`, or `members` for all of that kind. */
                    act?: string;
                    /** @description The id of what was changed. */
                    subject?: string;
                    /** @description Milliseconds since 1970; from then on. */
                    from?: number | null;
                    /** @description Milliseconds since 1970; before then. */
                    to?: number | null;
                };
                header?: never;
                path: {
                    organizationId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The file. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/csv": string;
                        "application/x-ndjson": string;
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/analytics/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See how much is used
         * @description By hour at most 40 days at once, by day 1,000. A person counts once a month, proven and claimed apart. With `roomId`, `keyId` or `userId`, one of them, `periods` are of that one alone, and what was longer ago than 31 days needs a plan with `analytics`.
         */
        get: {
            parameters: {
                query?: {
                    by?: "hour" | "day" | "month";
                    /** @description Milliseconds since 1970: spans that begin then or later. */
                    from?: number | null;
                    /** @description Milliseconds since 1970: spans that begin before. Now when left out. */
                    to?: number | null;
                    /** @description Of this room alone: `joins` and `peakPeople`. */
                    roomId?: string;
                    /** @description Of those alone who came by this key: `joins`. */
                    keyId?: string;
                    /** @description Of this person alone, proven and claimed: `joins`, of this month and the one before. */
                    userId?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description How much. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Usage"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `PLAN_LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE`, `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/analytics/rooms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See which rooms are used most
         * @description By whole days (UTC). Longer ago than 31 days needs a plan with `analytics`.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Milliseconds since 1970: spans that begin then or later. */
                    from?: number | null;
                    /** @description Milliseconds since 1970: spans that begin before. Now when left out. */
                    to?: number | null;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The busiest rooms. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BusiestRooms"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `PLAN_LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE`, `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/analytics/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See by which keys people come
         * @description By whole days (UTC). A room token counts for the key that signed it. Longer ago than 31 days needs a plan with `analytics`.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Milliseconds since 1970: spans that begin then or later. */
                    from?: number | null;
                    /** @description Milliseconds since 1970: spans that begin before. Now when left out. */
                    to?: number | null;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The busiest keys. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BusiestKeys"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `PLAN_LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE`, `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/analytics/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See who comes most
         * @description Of the month that it is now (UTC), unless `from` and `to` say otherwise: a whole month is told as it was counted, another time is added up by whole days, of this month and the one before. Who is in rooms in memory is not told.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Milliseconds since 1970: spans that begin then or later. */
                    from?: number | null;
                    /** @description Milliseconds since 1970: spans that begin before. Now when left out. */
                    to?: number | null;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Who comes most. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BusiestPeople"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `PLAN_LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ROOM_UNAVAILABLE`, `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organizationId}/billing/subscription": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the plan, the subscription and what is in use */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organizationId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The subscription as it is now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Subscription"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `BILLING_NOT_SET_UP` */
                501: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organizationId}/billing/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read the subscription at Stripe now
         * @description For whoever has just come back from a page of Stripe’s: nobody has to wait for its event.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    organizationId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The subscription as it is now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Subscription"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `BILLING_NOT_SET_UP` */
                501: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organizationId}/billing/checkout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Buy a plan
         * @description For an organization without a subscription. The page that was opened before is closed.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    organizationId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PlanChoice"];
                };
            };
            responses: {
                /** @description Where to go. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BillingPage"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `SUBSCRIPTION_EXISTS` */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `BILLING_NOT_SET_UP` */
                501: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organizationId}/billing/portal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change cards and addresses, see invoices */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    organizationId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Where to go. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BillingPage"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NO_SUBSCRIPTION` */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `BILLING_NOT_SET_UP` */
                501: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organizationId}/billing/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * See what another plan would cost now
         * @description Changes nothing.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    organizationId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PlanChoice"];
                };
            };
            responses: {
                /** @description What it would cost, and from when on it would hold. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PlanPreview"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `BILLING_NOT_SET_UP` */
                501: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organizationId}/billing/change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change the plan
         * @description A larger one at once, for its share of the period; a declined card changes nothing. A smaller one at the end of the period, and only when what is in use fits.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    organizationId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PlanChange"];
                };
            };
            responses: {
                /** @description The subscription as it is now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Subscription"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYMENT_FAILED` */
                402: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `PLAN_LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NO_SUBSCRIPTION` */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `BILLING_NOT_SET_UP` */
                501: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organizationId}/billing/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End the subscription with its period */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    organizationId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The subscription as it is now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Subscription"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYMENT_FAILED` */
                402: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `PLAN_LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NO_SUBSCRIPTION` */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `BILLING_NOT_SET_UP` */
                501: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organizationId}/billing/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back an end or a smaller plan that has not taken effect */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    organizationId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The subscription as it is now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Subscription"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYMENT_FAILED` */
                402: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `PLAN_LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NO_SUBSCRIPTION` */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `BILLING_NOT_SET_UP` */
                501: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organizationId}/billing/invoices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the invoices, newest first
         * @description Their links end after a while: ask again instead of keeping them.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description `nextCursor` of the page before. */
                    cursor?: string;
                };
                header?: never;
                path: {
                    organizationId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of them. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Invoices"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `BILLING_NOT_SET_UP` */
                501: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List webhook endpoints, the oldest first */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description All of them. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WebhookList"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Make a webhook endpoint
         * @description `secret` is shown this once; with it every request is verified as [Standard Webhooks](https://www.standardwebhooks.com) say. An organization has at most 50 endpoints.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewWebhook"];
                };
            };
            responses: {
                /** @description The endpoint. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NewlyMadeWebhook"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{webhookId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a webhook endpoint */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    webhookId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The endpoint. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Webhook"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /**
         * Delete a webhook endpoint
         * @description With what waits for it and everything that is kept of its deliveries.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    webhookId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is gone. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change a webhook endpoint, or turn it on or off */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    webhookId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["WebhookChange"];
                };
            };
            responses: {
                /** @description The endpoint. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Webhook"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/webhooks/{webhookId}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a webhook endpoint another secret
         * @description Until `previousSecretEndsAt` every request is signed with both, so that a receiver takes either. While two secrets hold, there is no third one.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    webhookId: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["WebhookSecretRotation"];
                };
            };
            responses: {
                /** @description The endpoint with its new secret, shown this once. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NewlyMadeWebhook"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN`, `LIMIT_EXCEEDED` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{webhookId}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test event
         * @description Of type `webhook.test`, at once, past what waits. What came of it is the delivery with this id.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    webhookId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is on its way. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SentWebhookTest"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{webhookId}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List deliveries, the newest first
         * @description What is delivered is kept for a week, dead letters for 30 days, 10,000 of each at most. A redelivery is as new as it was asked for.
         */
        get: {
            parameters: {
                query?: {
                    state?: "pending" | "delivered" | "dead";
                    limit?: number;
                    cursor?: string;
                };
                header?: never;
                path: {
                    webhookId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of deliveries. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WebhookDeliveryList"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{webhookId}/deliveries/{deliveryId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a delivery with its request, answers and attempts */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    webhookId: string;
                    deliveryId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The delivery. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WebhookDeliveryDetail"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{webhookId}/deliveries/{deliveryId}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deliver again
         * @description With the same id and the same bytes, signed anew, after what waits of its room: out of order, therefore. One that still waits stays where it is.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    webhookId: string;
                    deliveryId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The delivery. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WebhookDelivery"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{webhookId}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deliver all since a time again
         * @description Dead letters, or with `state: "all"` also what was delivered and is kept still: a week, 10,000 at most. Each with its id and bytes of before.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same request with the same key is carried out once and answered alike for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    webhookId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["WebhookRedelivery"];
                };
            };
            responses: {
                /** @description How many there are; they are put into the queue a hundred at a time. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WebhookRedelivered"];
                    };
                };
                /** @description `VALIDATION_ERROR` */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAUTHORIZED` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `FORBIDDEN` */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `NOT_FOUND` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `ORGANIZATION_DELETED` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `PAYLOAD_TOO_LARGE` */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description `UNAVAILABLE` */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Branding: {
            name: string;
            /** @description An `https:` address, or a small image as a `data:` one. */
            logo: string | null;
            /** @description Six hexadecimal digits after a `#`. */
            color: string | null;
        };
        Error: {
            error: {
                code: string;
                message: string;
                details?: unknown;
            };
            request_id: string;
        };
        Health: {
            /** @enum {string} */
            status: "ok" | "unavailable";
            /** @enum {string} */
            database: "ok" | "unreachable";
            /**
             * @description Whether what happens in rooms can be stored, as of a second ago.
             * @enum {string}
             */
            rooms: "ok" | "unwritable";
            version: string;
        };
        Token: {
            token: string;
            /** @description Milliseconds since 1970. */
            expiresAt: number;
        };
        NewToken: {
            userId: string;
            /** @default {} */
            userInfo?: {
                name?: string;
                avatar?: string;
                color?: string;
            } & {
                [key: string]: Record<string, never> | unknown[] | string | number | boolean | null;
            };
            /**
             * Format: email
             * @description An address that you have seen proof of: what was shared with it by e-mail becomes theirs.
             */
            email?: string;
            /** @description Room id or prefix* → levels. Several patterns that match a room add up. Left out: in every room what it gives to everybody, and what was granted there. */
            rooms?: {
                [key: string]: ("read" | "comment" | "write" | "moderate")[];
            };
            /** @default 3600 */
            ttlSeconds?: number;
        };
        NewlyMadeApiKey: {
            id: string;
            name: string;
            /**
             * @description Publishable keys join rooms and may be seen by everybody; secret ones call this API.
             * @enum {string}
             */
            kind: "publishable" | "secret";
            scopes: ("rooms:read" | "rooms:write" | "documents:write" | "tokens" | "comments:write" | "webhooks" | "analytics")[];
            /** @description How the key begins: enough to tell it from all others. */
            prefix: string;
            /** @description Milliseconds since 1970. */
            expiresAt: number | null;
            /** @description Until when the key that this one has replaced is taken. */
            previousExpiresAt: number | null;
            /** @description To the minute. */
            lastUsedAt: number | null;
            /** @description The person who made it. */
            createdBy: string | null;
            /** @description Milliseconds since 1970. */
            createdAt: number;
            /** @description The key itself: shown this once, and kept nowhere. */
            key: string;
        };
        /**
         * @example {
         *       "name": "Production server",
         *       "kind": "secret",
         *       "scopes": [
         *         "rooms:write",
         *         "tokens"
         *       ]
         *     }
         */
        NewApiKey: {
            /** @description What it is for: people find it again by that. */
            name: string;
            /**
             * @description Publishable keys join rooms and may be seen by everybody; secret ones call this API.
             * @enum {string}
             */
            kind: "publishable" | "secret";
            /**
             * @description Only how the key begins, `sk_live_` or `sk_test_`: both open the same rooms.
             * @default live
             * @enum {string}
             */
            mode?: "live" | "test";
            /** @description What a secret key may do; everything when left out. A publishable one has none. */
            scopes?: ("rooms:read" | "rooms:write" | "documents:write" | "tokens" | "comments:write" | "webhooks" | "analytics")[];
            /** @description When it ends, in milliseconds since 1970. */
            expiresAt?: number | null;
        };
        ApiKeyList: {
            apiKeys: components["schemas"]["ApiKey"][];
        };
        ApiKey: {
            id: string;
            name: string;
            /**
             * @description Publishable keys join rooms and may be seen by everybody; secret ones call this API.
             * @enum {string}
             */
            kind: "publishable" | "secret";
            scopes: ("rooms:read" | "rooms:write" | "documents:write" | "tokens" | "comments:write" | "webhooks" | "analytics")[];
            /** @description How the key begins: enough to tell it from all others. */
            prefix: string;
            /** @description Milliseconds since 1970. */
            expiresAt: number | null;
            /** @description Until when the key that this one has replaced is taken. */
            previousExpiresAt: number | null;
            /** @description To the minute. */
            lastUsedAt: number | null;
            /** @description The person who made it. */
            createdBy: string | null;
            /** @description Milliseconds since 1970. */
            createdAt: number;
        };
        RotatedApiKey: {
            id: string;
            name: string;
            /**
             * @description Publishable keys join rooms and may be seen by everybody; secret ones call this API.
             * @enum {string}
             */
            kind: "publishable" | "secret";
            scopes: ("rooms:read" | "rooms:write" | "documents:write" | "tokens" | "comments:write" | "webhooks" | "analytics")[];
            /** @description How the key begins: enough to tell it from all others. */
            prefix: string;
            /** @description Milliseconds since 1970. */
            expiresAt: number | null;
            /** @description Until when the key that this one has replaced is taken. */
            previousExpiresAt: number;
            /** @description To the minute. */
            lastUsedAt: number | null;
            /** @description The person who made it. */
            createdBy: string | null;
            /** @description Milliseconds since 1970. */
            createdAt: number;
            /** @description The key itself: shown this once, and kept nowhere. */
            key: string;
        };
        /**
         * @example {
         *       "graceMs": 3600000
         *     }
         */
        ApiKeyRotation: {
            /**
             * @description How long the key of before is still taken: a day, unless told otherwise, a week at most.
             * @default 86400000
             */
            graceMs?: number;
        };
        ApiKeyUsage: {
            /** @description Days without any use are left out. */
            days: {
                /**
                 * Format: date
                 * @description A day in UTC, such as `2026-11-27`.
                 */
                day: string;
                /** @description Calls of this API. */
                requests: number;
                /** @description Sockets that were opened with the key, or with a token that it signed. */
                connections: number;
            }[];
        };
        TokenIssuer: {
            id: string;
            name: string;
            issuer: string;
            audience: string;
            jwksUrl: string | null;
            /** @description As JWK. */
            keys: {
                [key: string]: Record<string, never> | unknown[] | string | number | boolean | null;
            }[] | null;
            maxTtlSeconds: number;
            /** @description Milliseconds since 1970. */
            createdAt: number;
        };
        /**
         * @example {
         *       "name": "Our sign-in",
         *       "issuer": "https://login.example.com/",
         *       "audience": "https://app.example.com",
         *       "jwksUrl": "https://login.example.com/.well-known/jwks.json"
         *     }
         */
        NewTokenIssuer: {
            name: string;
            /** @description What `iss` of its tokens is, letter by letter. */
            issuer: string;
            /** @description What `aud` of its tokens is, or names among others. */
            audience: string;
            /**
             * Format: uri
             * @description An https address outside that answers a JSON Web Key Set, without redirects, within two seconds.
             */
            jwksUrl?: string;
            /** @description Public keys as PEM or JWK. */
            keys?: (string | {
                [key: string]: Record<string, never> | unknown[] | string | number | boolean | null;
            })[];
            /**
             * @description A token that ends further away than this is refused.
             * @default 86400
             */
            maxTtlSeconds?: number;
        };
        /**
         * @example {
         *       "jwksUrl": "https://login.example.com/keys"
         *     }
         */
        TokenIssuerChange: {
            /**
             * Format: uri
             * @description An https address outside that answers a JSON Web Key Set, without redirects, within two seconds.
             */
            jwksUrl?: string;
            /** @description Public keys as PEM or JWK. */
            keys?: (string | {
                [key: string]: Record<string, never> | unknown[] | string | number | boolean | null;
            })[];
        };
        Room: {
            id: string;
            name: string | null;
            /**
             * @description `public`: a publishable key joins. `private`: a room token, a grant or a share link is needed.
             * @enum {string}
             */
            access: "public" | "private";
            /**
             * @description What people may do without a grant: with a publishable key, or with a token that names no rooms. `none` is a private room; a public one gives `write` unless this says less.
             * @enum {string}
             */
            defaultAccess: "none" | "read" | "comment" | "write";
            /** @description The user id that the room belongs to: they have `moderate` where their token does not say otherwise. Who makes a room by joining it with a token owns it. */
            ownerId: string | null;
            /** @enum {string} */
            type: "collaboration" | "whiteboard" | "document" | "custom";
            metadata: {
                [key: string]: Record<string, never> | unknown[] | string | number | boolean | null;
            };
            maxParticipants: number;
            /** @description How long a lost connection keeps its place. */
            graceMs: number;
            /** @description Nothing heard from a client for this long: it is gone for everyone. */
            presenceTimeoutMs: number;
            /** @description How far the history of documents reaches back; 0 keeps none. */
            historyMs: number;
            /**
             * @description `memory`: nothing that happens in the room is ever written to a disk or database; it lives while somebody is in it. Fixed when the room is created.
             * @enum {string}
             */
            persistence: "durable" | "memory";
            /** @description So long after the last leave the room is cleaned up: erased when it is in memory, unloaded otherwise. */
            emptyAfterMs: number;
            /** @description Milliseconds since 1970. */
            createdAt: number;
            /** @description Milliseconds since 1970. */
            updatedAt: number;
        };
        /**
         * @description What is left out is as `roomDefaults` of the organization say, else: `defaultAccess` none, `type` collaboration, `maxParticipants` 100, `graceMs` 10000, `presenceTimeoutMs` 30000, `historyMs` 2592000000, `persistence` durable, `emptyAfterMs` 900000.
         * @example {
         *       "id": "doc-1",
         *       "name": "Launch plan",
         *       "access": "public"
         *     }
         */
        NewRoom: {
            /** @description Your own id; one is made when it is left out. */
            id?: string;
            /** @default null */
            name?: string | null;
            /**
             * @description `public`: a publishable key joins. `private`: a room token, a grant or a share link is needed.
             * @enum {string}
             */
            access?: "public" | "private";
            /**
             * @description The user id that the room belongs to: they have `moderate` where their token does not say otherwise. Who makes a room by joining it with a token owns it.
             * @default null
             */
            ownerId?: string | null;
            /** @default {} */
            metadata?: {
                [key: string]: Record<string, never> | unknown[] | string | number | boolean | null;
            };
            /**
             * @description What people may do without a grant: with a publishable key, or with a token that names no rooms. `none` is a private room; a public one gives `write` unless this says less.
             * @enum {string}
             */
            defaultAccess?: "none" | "read" | "comment" | "write";
            /** @enum {string} */
            type?: "collaboration" | "whiteboard" | "document" | "custom";
            maxParticipants?: number;
            /** @description How long a lost connection keeps its place. */
            graceMs?: number;
            /** @description Nothing heard from a client for this long: it is gone for everyone. */
            presenceTimeoutMs?: number;
            /** @description How far the history of documents reaches back; 0 keeps none. */
            historyMs?: number;
            /**
             * @description `memory`: nothing that happens in the room is ever written to a disk or database; it lives while somebody is in it. Fixed when the room is created.
             * @enum {string}
             */
            persistence?: "durable" | "memory";
            /** @description So long after the last leave the room is cleaned up: erased when it is in memory, unloaded otherwise. */
            emptyAfterMs?: number;
        };
        RoomList: {
            rooms: components["schemas"]["ListedRoom"][];
            /** @description `null` on the last page. */
            nextCursor: string | null;
        };
        ListedRoom: {
            id: string;
            name: string | null;
            /**
             * @description `public`: a publishable key joins. `private`: a room token, a grant or a share link is needed.
             * @enum {string}
             */
            access: "public" | "private";
            /**
             * @description What people may do without a grant: with a publishable key, or with a token that names no rooms. `none` is a private room; a public one gives `write` unless this says less.
             * @enum {string}
             */
            defaultAccess: "none" | "read" | "comment" | "write";
            /** @description The user id that the room belongs to: they have `moderate` where their token does not say otherwise. Who makes a room by joining it with a token owns it. */
            ownerId: string | null;
            /** @enum {string} */
            type: "collaboration" | "whiteboard" | "document" | "custom";
            metadata: {
                [key: string]: Record<string, never> | unknown[] | string | number | boolean | null;
            };
            maxParticipants: number;
            /** @description How long a lost connection keeps its place. */
            graceMs: number;
            /** @description Nothing heard from a client for this long: it is gone for everyone. */
            presenceTimeoutMs: number;
            /** @description How far the history of documents reaches back; 0 keeps none. */
            historyMs: number;
            /**
             * @description `memory`: nothing that happens in the room is ever written to a disk or database; it lives while somebody is in it. Fixed when the room is created.
             * @enum {string}
             */
            persistence: "durable" | "memory";
            /** @description So long after the last leave the room is cleaned up: erased when it is in memory, unloaded otherwise. */
            emptyAfterMs: number;
            /** @description Milliseconds since 1970. */
            createdAt: number;
            /** @description Milliseconds since 1970. */
            updatedAt: number;
            /** @description How many people are in it now; `null` when that cannot be told right now. */
            people: number | null;
        };
        RoomDetail: {
            id: string;
            name: string | null;
            /**
             * @description `public`: a publishable key joins. `private`: a room token, a grant or a share link is needed.
             * @enum {string}
             */
            access: "public" | "private";
            /**
             * @description What people may do without a grant: with a publishable key, or with a token that names no rooms. `none` is a private room; a public one gives `write` unless this says less.
             * @enum {string}
             */
            defaultAccess: "none" | "read" | "comment" | "write";
            /** @description The user id that the room belongs to: they have `moderate` where their token does not say otherwise. Who makes a room by joining it with a token owns it. */
            ownerId: string | null;
            /** @enum {string} */
            type: "collaboration" | "whiteboard" | "document" | "custom";
            metadata: {
                [key: string]: Record<string, never> | unknown[] | string | number | boolean | null;
            };
            maxParticipants: number;
            /** @description How long a lost connection keeps its place. */
            graceMs: number;
            /** @description Nothing heard from a client for this long: it is gone for everyone. */
            presenceTimeoutMs: number;
            /** @description How far the history of documents reaches back; 0 keeps none. */
            historyMs: number;
            /**
             * @description `memory`: nothing that happens in the room is ever written to a disk or database; it lives while somebody is in it. Fixed when the room is created.
             * @enum {string}
             */
            persistence: "durable" | "memory";
            /** @description So long after the last leave the room is cleaned up: erased when it is in memory, unloaded otherwise. */
            emptyAfterMs: number;
            /** @description Milliseconds since 1970. */
            createdAt: number;
            /** @description Milliseconds since 1970. */
            updatedAt: number;
            /** @description How many people are in it now; `null` when that cannot be told right now. */
            people: number | null;
            /** @description When somebody last came, went or changed something, at most a minute behind; `null` for never. */
            lastActiveAt: number | null;
            /** @description When what is in the room last reached the database; `null` as long as nothing has. The room keeps everything itself, at once. */
            mirroredAt: number | null;
        };
        /**
         * @example {
         *       "maxParticipants": 250
         *     }
         */
        RoomChange: {
            name?: string | null;
            /**
             * @description `public`: a publishable key joins. `private`: a room token, a grant or a share link is needed.
             * @enum {string}
             */
            access?: "public" | "private";
            /**
             * @description What people may do without a grant: with a publishable key, or with a token that names no rooms. `none` is a private room; a public one gives `write` unless this says less.
             * @enum {string}
             */
            defaultAccess?: "none" | "read" | "comment" | "write";
            /** @description The user id that the room belongs to: they have `moderate` where their token does not say otherwise. Who makes a room by joining it with a token owns it. */
            ownerId?: string | null;
            /** @enum {string} */
            type?: "collaboration" | "whiteboard" | "document" | "custom";
            metadata?: {
                [key: string]: Record<string, never> | unknown[] | string | number | boolean | null;
            };
            maxParticipants?: number;
            /** @description How long a lost connection keeps its place. */
            graceMs?: number;
            /** @description Nothing heard from a client for this long: it is gone for everyone. */
            presenceTimeoutMs?: number;
            /** @description How far the history of documents reaches back; 0 keeps none. */
            historyMs?: number;
            /** @description So long after the last leave the room is cleaned up: erased when it is in memory, unloaded otherwise. */
            emptyAfterMs?: number;
        };
        RoomHealth: {
            /** @description Empty when all is well. The room works on meanwhile; each is tried again after 5, 10, 20 s … 10 minutes. */
            failing: {
                /** @description What fails: the name of a feature (`documents`) or of a task of the room (`room.liveness`). */
                key: string;
                /** @description Milliseconds since 1970. */
                since: number;
                /** @description How often in a row. */
                failures: number;
                /** @description Milliseconds since 1970. */
                retryAt: number;
            }[];
            /** @description Who came and went, and what was made, that has still to reach webhooks, usage or the database. Past 10,000 the room takes on little that would add to it. */
            factsWaiting: number;
        };
        Grants: {
            grants: components["schemas"]["Decided"][];
            /** @description `null` on the last page. */
            nextCursor: string | null;
        };
        Decided: {
            userId: string;
            /**
             * @description `null`: nothing was decided, it is what they bring along.
             * @enum {string|null}
             */
            access: "read" | "comment" | "write" | "moderate" | null;
            /** @description Where it is something else. */
            documents: {
                [key: string]: "read" | "comment" | "write";
            };
            ban: {
                /** @description Milliseconds since 1970; `null`: until it is taken back. */
                until: number | null;
            } | null;
            /** @description For those who only claim the id. */
            claimsBan: {
                /** @description Milliseconds since 1970; `null`: until it is taken back. */
                until: number | null;
            } | null;
        };
        Met: {
            /** @description How many open connections it met. */
            connections: number;
        };
        /**
         * @example {
         *       "access": "read",
         *       "documents": {
         *         "plan": "write"
         *       }
         *     }
         */
        Rights: {
            /**
             * @description Wins over every token and share link for this id in this room; `null`: what they bring along again. Who only claims the id gets no more by it, but no less is as much for them.
             * @enum {string|null}
             */
            access?: "read" | "comment" | "write" | "moderate" | null;
            /** @description Levels in single documents, instead of the one in the room; `null`: the room’s again. Those that are not named stay as they are. They let nobody into the room by themselves. */
            documents?: {
                [key: string]: "read" | "comment" | "write" | null;
            };
        };
        /**
         * @example {
         *       "ban": {
         *         "forMs": 3600000
         *       }
         *     }
         */
        Kick: {
            /**
             * @description `true`: until it is taken back. With `forMs`: for that long.
             * @default false
             */
            ban?: boolean | {
                forMs: number;
            };
            /**
             * @description Only those who merely claim the id; whoever proves it with a room token stays.
             * @enum {boolean}
             */
            verified?: false;
        };
        UserGrants: {
            grants: components["schemas"]["RoomGrant"][];
            /** @description `null` on the last page. */
            nextCursor: string | null;
        };
        RoomGrant: {
            /**
             * @description `null`: nothing was decided, it is what they bring along.
             * @enum {string|null}
             */
            access: "read" | "comment" | "write" | "moderate" | null;
            /** @description Where it is something else. */
            documents: {
                [key: string]: "read" | "comment" | "write";
            };
            ban: {
                /** @description Milliseconds since 1970; `null`: until it is taken back. */
                until: number | null;
            } | null;
            /** @description For those who only claim the id. */
            claimsBan: {
                /** @description Milliseconds since 1970; `null`: until it is taken back. */
                until: number | null;
            } | null;
            roomId: string;
        };
        NotificationList: {
            notifications: components["schemas"]["Notification"][];
            unread: number;
            /** @description `null` on the last page. */
            nextCursor: string | null;
        };
        Notification: {
            id: string;
            kind: string;
            position: number;
            roomId: string | null;
            threadId: string | null;
            actors: {
                userId: string;
                name: string;
                /** @enum {boolean} */
                agent?: true;
            }[];
            count: number;
            text: string;
            payload: {
                [key: string]: Record<string, never> | unknown[] | string | number | boolean | null;
            };
            createdAt: number;
            updatedAt: number;
            readAt: number | null;
        };
        CreatedNotification: {
            /** @description `null`: its owner wants none of this kind in the app. */
            notification: {
                id: string;
                kind: string;
                position: number;
                roomId: string | null;
                threadId: string | null;
                actors: {
                    userId: string;
                    name: string;
                    /** @enum {boolean} */
                    agent?: true;
                }[];
                count: number;
                text: string;
                payload: {
                    [key: string]: Record<string, never> | unknown[] | string | number | boolean | null;
                };
                createdAt: number;
                updatedAt: number;
                readAt: number | null;
            } | null;
        };
        /**
         * @example {
         *       "kind": "invoice.due",
         *       "payload": {
         *         "text": "The invoice is due",
         *         "invoice": 42
         *       }
         *     }
         */
        NewNotification: {
            /** @description A kind of your own, or `system`. */
            kind: string;
            /**
             * @description JSON of your own, 16 KiB at most. `text`, if it is there, is shown, and stands in mail; `url` is where mail leads.
             * @default {}
             */
            payload?: {
                [key: string]: Record<string, never> | unknown[] | string | number | boolean | null;
            };
        };
        UnreadNotifications: {
            unread: number;
        };
        NotificationPreferences: {
            kinds: {
                [key: string]: {
                    inApp: boolean;
                    email: boolean;
                };
            };
            muted: {
                roomId: string;
                threadId?: string;
            }[];
            doNotDisturb: {
                until?: number;
                daily?: {
                    from: string;
                    to: string;
                    timeZone: string;
                };
            } | null;
            emailDelayMs: number;
            email: string | null;
        };
        /**
         * @example {
         *       "email": "ada@example.com",
         *       "kinds": {
         *         "reply": {
         *           "email": false
         *         }
         *       }
         *     }
         */
        NotificationPreferencesChange: {
            kinds?: {
                [key: string]: {
                    inApp?: boolean;
                    email?: boolean;
                } | null;
            };
            mute?: {
                roomId: string;
                threadId?: string;
            }[];
            unmute?: {
                roomId: string;
                threadId?: string;
            }[];
            doNotDisturb?: {
                until?: number;
                daily?: {
                    from: string;
                    to: string;
                    timeZone: string;
                };
            } | null;
            emailDelayMs?: number;
            /** Format: email */
            email?: string | null;
        };
        MadeLink: {
            id: string;
            name: string | null;
            /**
             * @description What whoever has the link may do in the room.
             * @enum {string}
             */
            access: "read" | "comment" | "write";
            /** @description Milliseconds since 1970; `null`: until it is revoked. */
            expiresAt: number | null;
            createdAt: number;
            /** @description Joins the room as `token`. It is shown this once: only its hash is kept. */
            token: string;
            /** @description The page with the token behind `#link=`, which browsers do not send to servers. */
            url: string;
        };
        /**
         * @example {
         *       "access": "comment",
         *       "name": "For the class"
         *     }
         */
        NewLink: {
            /**
             * @description What whoever has the link may do in the room.
             * @enum {string}
             */
            access: "read" | "comment" | "write";
            /** @default null */
            name?: string | null;
            /**
             * @description Milliseconds since 1970; `null`: until it is revoked.
             * @default null
             */
            expiresAt?: number | null;
            /**
             * Format: uri
             * @description Your page that opens the room, on one of your allowed origins; the editor example when it is left out.
             */
            page?: string;
        };
        Links: {
            links: components["schemas"]["Link"][];
        };
        Link: {
            id: string;
            name: string | null;
            /**
             * @description What whoever has the link may do in the room.
             * @enum {string}
             */
            access: "read" | "comment" | "write";
            /** @description Milliseconds since 1970; `null`: until it is revoked. */
            expiresAt: number | null;
            createdAt: number;
        };
        MadeShare: {
            id: string;
            email: string;
            /** @enum {string} */
            access: "read" | "comment" | "write" | "moderate";
            /** @description Milliseconds since 1970. */
            createdAt: number;
            /** @description `false`: the mail could not be sent; the share holds all the same. */
            mailed: boolean;
        };
        /**
         * @example {
         *       "email": "ada@example.com",
         *       "access": "write",
         *       "page": "https://app.example.com/plan"
         *     }
         */
        NewShare: {
            /**
             * Format: email
             * @description In small letters from then on.
             */
            email: string;
            /**
             * @description What they may do in the room once they have come.
             * @enum {string}
             */
            access: "read" | "comment" | "write" | "moderate";
            /**
             * Format: uri
             * @description Your page, which signs people in and opens the room, on one of your allowed origins. The mail leads there.
             */
            page?: string;
        };
        Share: {
            id: string;
            email: string;
            /** @enum {string} */
            access: "read" | "comment" | "write" | "moderate";
            /** @description Milliseconds since 1970. */
            createdAt: number;
        };
        /**
         * @example {
         *       "id": "plans-draft"
         *     }
         */
        Fork: {
            /** @description Of the new room; one is made when it is left out. */
            id?: string;
            /** @description Of the new room; the original’s when it is left out. */
            name?: string | null;
            /** @description A version to fork at; without it, the room as it is now. */
            version?: string;
        };
        Participants: {
            participants: {
                userId: string;
                userInfo: {
                    name: string;
                    color: string;
                    avatar?: string;
                } & {
                    [key: string]: Record<string, never> | unknown[] | string | number | boolean | null;
                };
                verified: boolean;
                connections: {
                    connectionId: string;
                    presence: {
                        [key: string]: Record<string, never> | unknown[] | string | number | boolean | null;
                    };
                    /** @enum {string} */
                    activity: "active" | "idle" | "away";
                    joinedAt: number;
                    /** @enum {boolean} */
                    agent?: true;
                }[];
            }[];
        };
        DocumentList: {
            documents: {
                /** @default default */
                name?: string;
                createdAt: number;
            }[];
        };
        DocumentContent: {
            /** @default default */
            name?: string;
            content: {
                [key: string]: unknown;
            };
        };
        DocumentUsage: {
            bytes: {
                is: number;
                max: number;
            };
            memoryBytes: {
                is: number;
                max: number;
            };
            clients: {
                is: number;
                max: number;
            };
            roots: {
                is: number;
                max: number;
            };
            share: number;
        };
        UpdateReceipt: {
            sequence: number;
        };
        SeedReceipt: {
            seeded: boolean;
        };
        VersionList: {
            versions: {
                id: string;
                /** @default default */
                document?: string;
                /** @enum {string} */
                kind: "named" | "automatic";
                name: string | null;
                at: number;
                by: {
                    userId: string;
                    name: string;
                    verified: boolean;
                    /** @enum {boolean} */
                    agent?: true;
                } | null;
            }[];
        };
        Version: {
            id: string;
            /** @default default */
            document?: string;
            /** @enum {string} */
            kind: "named" | "automatic";
            name: string | null;
            at: number;
            by: {
                userId: string;
                name: string;
                verified: boolean;
                /** @enum {boolean} */
                agent?: true;
            } | null;
        };
        /**
         * @example {
         *       "name": "before the review"
         *     }
         */
        NewVersion: {
            /** @default default */
            document?: string;
            name: string;
        };
        VersionContent: {
            version: {
                id: string;
                /** @default default */
                document?: string;
                /** @enum {string} */
                kind: "named" | "automatic";
                name: string | null;
                at: number;
                by: {
                    userId: string;
                    name: string;
                    verified: boolean;
                    /** @enum {boolean} */
                    agent?: true;
                } | null;
            };
            state: string;
        };
        Blame: {
            texts: {
                [key: string]: {
                    text: string;
                    by: {
                        userId: string;
                        name: string;
                        verified: boolean;
                        /** @enum {boolean} */
                        agent?: true;
                    } | null;
                    at: number | null;
                }[];
            };
        };
        Merged: {
            documents: {
                /** @default default */
                name?: string;
                changed: boolean;
            }[];
        };
        /**
         * @example {
         *       "from": "plans-draft"
         *     }
         */
        Merge: {
            /** @description The room whose edits are brought here: a fork of this one, its original or another fork of it. */
            from: string;
            /** @description Only these; all when it is left out. */
            documents?: string[];
        };
        Broadcast: {
            event: string;
            payload: Record<string, never> | unknown[] | string | number | boolean | null;
        };
        CommentPage: {
            comments: {
                id: string;
                threadId: string;
                sequence: number;
                author: {
                    userId: string;
                    verified: boolean;
                    userInfo: {
                        name: string;
                        color: string;
                        avatar?: string;
                    };
                    /** @enum {boolean} */
                    agent?: true;
                };
                body: string | {
                    blocks: (Record<string, never> | unknown[] | string | number | boolean | null)[];
                } | null;
                text: string;
                mentions: {
                    userId: string;
                    verified: boolean;
                }[];
                reactions: {
                    emoji: string;
                    people: {
                        userId: string;
                        verified: boolean;
                    }[];
                }[];
                attachments: {
                    id: string;
                    name: string;
                    type: string;
                    bytes: number;
                }[];
                createdAt: number;
                editedAt: number | null;
                deletedAt: number | null;
            }[];
            hasMore: boolean;
        };
        SaidComment: {
            thread: components["schemas"]["CommentThread"];
            comment: components["schemas"]["Comment"];
        };
        CommentThread: {
            id: string;
            anchorId: string | null;
            anchor: {
                x: number;
                y: number;
            } | {
                document: string;
                root: string;
                runs: [
                    number,
                    number,
                    number
                ][];
                quote: string;
                /** @enum {string} */
                state: "anchored" | "changed" | "orphaned";
            } | null;
            metadata: {
                [key: string]: Record<string, never> | unknown[] | string | number | boolean | null;
            };
            author: {
                userId: string;
                verified: boolean;
                userInfo: {
                    name: string;
                    color: string;
                    avatar?: string;
                };
                /** @enum {boolean} */
                agent?: true;
            };
            createdAt: number;
            resolved: {
                by: {
                    userId: string;
                    verified: boolean;
                    userInfo: {
                        name: string;
                        color: string;
                        avatar?: string;
                    };
                    /** @enum {boolean} */
                    agent?: true;
                };
                at: number;
            } | null;
            comments: number;
            activity: number;
            lastAt: number;
            text: string;
            isDeleted: boolean;
        };
        Comment: {
            id: string;
            threadId: string;
            sequence: number;
            author: {
                userId: string;
                verified: boolean;
                userInfo: {
                    name: string;
                    color: string;
                    avatar?: string;
                };
                /** @enum {boolean} */
                agent?: true;
            };
            body: string | {
                blocks: (Record<string, never> | unknown[] | string | number | boolean | null)[];
            } | null;
            text: string;
            mentions: {
                userId: string;
                verified: boolean;
            }[];
            reactions: {
                emoji: string;
                people: {
                    userId: string;
                    verified: boolean;
                }[];
            }[];
            attachments: {
                id: string;
                name: string;
                type: string;
                bytes: number;
            }[];
            createdAt: number;
            editedAt: number | null;
            deletedAt: number | null;
        };
        /**
         * @example {
         *       "userId": "user_1",
         *       "body": "Too dark?",
         *       "anchorId": "hero"
         *     }
         */
        NewComment: {
            /** @description In whose name. They need not be in the room. */
            userId: string;
            userInfo?: {
                name?: string;
                avatar?: string;
                color?: string;
            } & {
                [key: string]: Record<string, never> | unknown[] | string | number | boolean | null;
            };
            body: string | {
                blocks: (Record<string, never> | unknown[] | string | number | boolean | null)[];
            };
            /** @description A reply to that thread; without it, a new thread. */
            threadId?: string;
            /** @description The element that the thread belongs to, by an id of your own. */
            anchorId?: string;
            /** @description A point inside the element, or words of a document. */
            anchor?: {
                x: number;
                y: number;
            } | {
                /** @default default */
                document?: string;
                root?: string;
                runs?: [
                    number,
                    number,
                    number
                ][];
                start?: number;
                end?: number;
                quote?: string;
                before?: string;
                after?: string;
            };
            metadata?: {
                [key: string]: Record<string, never> | unknown[] | string | number | boolean | null;
            };
            /** @description Files that were sent in the name of the same person, by their ids. */
            attachments?: string[];
        };
        ThreadPage: {
            threads: {
                id: string;
                anchorId: string | null;
                anchor: {
                    x: number;
                    y: number;
                } | {
                    document: string;
                    root: string;
                    runs: [
                        number,
                        number,
                        number
                    ][];
                    quote: string;
                    /** @enum {string} */
                    state: "anchored" | "changed" | "orphaned";
                } | null;
                metadata: {
                    [key: string]: Record<string, never> | unknown[] | string | number | boolean | null;
                };
                author: {
                    userId: string;
                    verified: boolean;
                    userInfo: {
                        name: string;
                        color: string;
                        avatar?: string;
                    };
                    /** @enum {boolean} */
                    agent?: true;
                };
                createdAt: number;
                resolved: {
                    by: {
                        userId: string;
                        verified: boolean;
                        userInfo: {
                            name: string;
                            color: string;
                            avatar?: string;
                        };
                        /** @enum {boolean} */
                        agent?: true;
                    };
                    at: number;
                } | null;
                comments: number;
                activity: number;
                lastAt: number;
                text: string;
                isDeleted: boolean;
            }[];
            next: number | null;
        };
        /**
         * @example {
         *       "userId": "user_1",
         *       "body": "Too bright?"
         *     }
         */
        EditedComment: {
            /** @description In whose name. They need not be in the room. */
            userId?: string;
            userInfo?: {
                name?: string;
                avatar?: string;
                color?: string;
            } & {
                [key: string]: Record<string, never> | unknown[] | string | number | boolean | null;
            };
            body: string | {
                blocks: (Record<string, never> | unknown[] | string | number | boolean | null)[];
            };
        };
        /**
         * @example {
         *       "userId": "user_1"
         *     }
         */
        ByWhom: {
            /** @description In whose name. They need not be in the room. */
            userId?: string;
            userInfo?: {
                name?: string;
                avatar?: string;
                color?: string;
            } & {
                [key: string]: Record<string, never> | unknown[] | string | number | boolean | null;
            };
        };
        Attachment: {
            id: string;
            name: string;
            type: string;
            bytes: number;
        };
        ChatPage: {
            messages: {
                id: string;
                sequence: number;
                at: number;
                by: {
                    userId: string;
                    name: string;
                    verified: boolean;
                    /** @enum {boolean} */
                    agent?: true;
                };
                body: string;
                mentions: string[];
                replyTo: string | null;
                editedAt: number | null;
                isRemoved: boolean;
                reactions: {
                    emoji: string;
                    by: {
                        userId: string;
                        name: string;
                        verified: boolean;
                        /** @enum {boolean} */
                        agent?: true;
                    }[];
                }[];
            }[];
            hasMore: boolean;
        };
        ChatMessage: {
            id: string;
            sequence: number;
            at: number;
            by: {
                userId: string;
                name: string;
                verified: boolean;
                /** @enum {boolean} */
                agent?: true;
            };
            body: string;
            mentions: string[];
            replyTo: string | null;
            editedAt: number | null;
            isRemoved: boolean;
            reactions: {
                emoji: string;
                by: {
                    userId: string;
                    name: string;
                    verified: boolean;
                    /** @enum {boolean} */
                    agent?: true;
                }[];
            }[];
        };
        /**
         * @example {
         *       "userId": "user_1",
         *       "body": "The build is green"
         *     }
         */
        NewChatMessage: {
            /** @description In whose name. They need not be in the room. */
            userId: string;
            userInfo?: {
                name?: string;
                avatar?: string;
                color?: string;
            } & {
                [key: string]: Record<string, never> | unknown[] | string | number | boolean | null;
            };
            body: string;
            replyTo?: string;
            nonce?: string;
        };
        /**
         * @example {
         *       "userId": "user_1",
         *       "body": "The build is green again"
         *     }
         */
        EditedChatMessage: {
            /** @description In whose name. They need not be in the room. */
            userId: string;
            userInfo?: {
                name?: string;
                avatar?: string;
                color?: string;
            } & {
                [key: string]: Record<string, never> | unknown[] | string | number | boolean | null;
            };
            body: string;
        };
        /**
         * @example {
         *       "userId": "user_1",
         *       "emoji": "👍"
         *     }
         */
        ChatReaction: {
            /** @description In whose name. They need not be in the room. */
            userId: string;
            userInfo?: {
                name?: string;
                avatar?: string;
                color?: string;
            } & {
                [key: string]: Record<string, never> | unknown[] | string | number | boolean | null;
            };
            emoji: string;
            /** @default true */
            on?: boolean;
        };
        ChatState: {
            last: number;
            read: number;
            unread: number;
        };
        /**
         * @example {
         *       "userId": "user_1"
         *     }
         */
        ChatRead: {
            /** @description In whose name. They need not be in the room. */
            userId: string;
            userInfo?: {
                name?: string;
                avatar?: string;
                color?: string;
            } & {
                [key: string]: Record<string, never> | unknown[] | string | number | boolean | null;
            };
            /** @description Left out: all there is. */
            upTo?: string;
        };
        LockList: {
            locks: components["schemas"]["Lease"][];
        };
        Lease: {
            key: string;
            token: number;
            expiresAt: number;
            by: {
                userId: string;
                name: string;
                verified: boolean;
                /** @enum {boolean} */
                agent?: true;
            };
            connectionId: string | null;
        };
        /**
         * @example {
         *       "userId": "user_1",
         *       "key": "budget",
         *       "ttlMs": 60000
         *     }
         */
        WantedLock: {
            /** @description In whose name. They need not be in the room. */
            userId: string;
            userInfo?: {
                name?: string;
                avatar?: string;
                color?: string;
            } & {
                [key: string]: Record<string, never> | unknown[] | string | number | boolean | null;
            };
            key: string;
            /** @default 1800000 */
            ttlMs?: number;
            /** @description Takes it from whoever holds it. */
            steal?: boolean;
        };
        /**
         * @example {
         *       "userId": "user_1",
         *       "token": 7
         *     }
         */
        LockRenewal: {
            /** @description In whose name. They need not be in the room. */
            userId: string;
            userInfo?: {
                name?: string;
                avatar?: string;
                color?: string;
            } & {
                [key: string]: Record<string, never> | unknown[] | string | number | boolean | null;
            };
            token: number;
            /** @default 1800000 */
            ttlMs?: number;
        };
        RecordList: {
            records: components["schemas"]["RecordHead"][];
        };
        RecordHead: {
            key: string;
            version: number;
            at: number;
            by: {
                userId: string;
                name: string;
                verified: boolean;
                /** @enum {boolean} */
                agent?: true;
            };
            bytes: number;
        };
        TextRecord: {
            key: string;
            version: number;
            at: number;
            by: {
                userId: string;
                name: string;
                verified: boolean;
                /** @enum {boolean} */
                agent?: true;
            };
            bytes: number;
            content: string;
        };
        /**
         * @example {
         *       "userId": "user_1",
         *       "content": "Goals for March",
         *       "expectedVersion": 0
         *     }
         */
        RecordSave: {
            /** @description In whose name. They need not be in the room. */
            userId: string;
            userInfo?: {
                name?: string;
                avatar?: string;
                color?: string;
            } & {
                [key: string]: Record<string, never> | unknown[] | string | number | boolean | null;
            };
            content: string;
            expectedVersion: number;
            token?: number;
        };
        RecordVersions: {
            versions: {
                key: string;
                version: number;
                at: number;
                by: {
                    userId: string;
                    name: string;
                    verified: boolean;
                    /** @enum {boolean} */
                    agent?: true;
                };
                bytes: number;
            }[];
            hasMore: boolean;
        };
        /**
         * @example {
         *       "userId": "user_1",
         *       "expectedVersion": 4
         *     }
         */
        RecordRestore: {
            /** @description In whose name. They need not be in the room. */
            userId: string;
            userInfo?: {
                name?: string;
                avatar?: string;
                color?: string;
            } & {
                [key: string]: Record<string, never> | unknown[] | string | number | boolean | null;
            };
            expectedVersion: number;
            token?: number;
        };
        ActivityPage: {
            entries: ({
                sequence: number;
                at: number;
                until: number;
                /** @enum {string} */
                kind: "people.moved";
                by: null;
                body: {
                    joined: {
                        userId: string;
                        verified: boolean;
                        name: string;
                    }[];
                    left: {
                        userId: string;
                        verified: boolean;
                        name: string;
                    }[];
                };
            } | {
                sequence: number;
                at: number;
                until: number;
                /** @enum {string} */
                kind: "version.created";
                by: {
                    userId: string;
                    name: string;
                    verified: boolean;
                    /** @enum {boolean} */
                    agent?: true;
                } | null;
                body: {
                    /** @default default */
                    document?: string;
                    id: string;
                    by: {
                        userId: string;
                        verified: boolean;
                    };
                    name: string | null;
                };
            } | {
                sequence: number;
                at: number;
                until: number;
                /** @enum {string} */
                kind: "version.restored";
                by: {
                    userId: string;
                    name: string;
                    verified: boolean;
                    /** @enum {boolean} */
                    agent?: true;
                } | null;
                body: {
                    /** @default default */
                    document?: string;
                    id: string;
                    by: {
                        userId: string;
                        verified: boolean;
                    };
                };
            } | {
                sequence: number;
                at: number;
                until: number;
                /** @enum {string} */
                kind: "schedule.fired";
                by: {
                    userId: string;
                    name: string;
                    verified: boolean;
                    /** @enum {boolean} */
                    agent?: true;
                } | null;
                body: {
                    name: string;
                    at: number;
                    payload: Record<string, never> | unknown[] | string | number | boolean | null;
                    by: {
                        userId: string;
                        verified: boolean;
                    };
                };
            } | {
                sequence: number;
                at: number;
                until: number;
                /** @enum {string} */
                kind: "thread.created";
                by: {
                    userId: string;
                    name: string;
                    verified: boolean;
                    /** @enum {boolean} */
                    agent?: true;
                } | null;
                body: {
                    threadId: string;
                };
            } | {
                sequence: number;
                at: number;
                until: number;
                /** @enum {string} */
                kind: "thread.resolved";
                by: {
                    userId: string;
                    name: string;
                    verified: boolean;
                    /** @enum {boolean} */
                    agent?: true;
                } | null;
                body: {
                    threadId: string;
                };
            } | {
                sequence: number;
                at: number;
                until: number;
                /** @enum {string} */
                kind: "thread.reopened";
                by: {
                    userId: string;
                    name: string;
                    verified: boolean;
                    /** @enum {boolean} */
                    agent?: true;
                } | null;
                body: {
                    threadId: string;
                };
            } | {
                sequence: number;
                at: number;
                until: number;
                /** @enum {string} */
                kind: "comment.created";
                by: {
                    userId: string;
                    name: string;
                    verified: boolean;
                    /** @enum {boolean} */
                    agent?: true;
                } | null;
                body: {
                    threadId: string;
                    commentId: string;
                };
            } | {
                sequence: number;
                at: number;
                until: number;
                /** @enum {string} */
                kind: "message.edited";
                by: {
                    userId: string;
                    name: string;
                    verified: boolean;
                    /** @enum {boolean} */
                    agent?: true;
                } | null;
                body: {
                    id: string;
                };
            } | {
                sequence: number;
                at: number;
                until: number;
                /** @enum {string} */
                kind: "message.deleted";
                by: {
                    userId: string;
                    name: string;
                    verified: boolean;
                    /** @enum {boolean} */
                    agent?: true;
                } | null;
                body: {
                    id: string;
                };
            } | {
                sequence: number;
                at: number;
                until: number;
                /** @enum {string} */
                kind: "access.changed";
                by: {
                    userId: string;
                    name: string;
                    verified: boolean;
                    /** @enum {boolean} */
                    agent?: true;
                } | null;
                body: {
                    userId: string;
                    /** @enum {string|null} */
                    access: "read" | "comment" | "write" | "moderate" | null;
                };
            } | {
                sequence: number;
                at: number;
                until: number;
                /** @enum {string} */
                kind: "item.toggled";
                by: {
                    userId: string;
                    name: string;
                    verified: boolean;
                    /** @enum {boolean} */
                    agent?: true;
                } | null;
                body: {
                    list: string;
                    itemId: string;
                    done: boolean;
                    by: {
                        userId: string;
                        verified: boolean;
                    };
                };
            } | {
                sequence: number;
                at: number;
                until: number;
                /** @enum {string} */
                kind: "checklist.completed";
                by: {
                    userId: string;
                    name: string;
                    verified: boolean;
                    /** @enum {boolean} */
                    agent?: true;
                } | null;
                body: {
                    list: string;
                    by: {
                        userId: string;
                        verified: boolean;
                    };
                };
            } | {
                sequence: number;
                at: number;
                until: number;
                /** @enum {string} */
                kind: "record.saved";
                by: {
                    userId: string;
                    name: string;
                    verified: boolean;
                    /** @enum {boolean} */
                    agent?: true;
                } | null;
                body: {
                    key: string;
                    by: {
                        userId: string;
                        verified: boolean;
                    };
                    version: number;
                };
            } | {
                sequence: number;
                at: number;
                until: number;
                /** @enum {string} */
                kind: "record.restored";
                by: {
                    userId: string;
                    name: string;
                    verified: boolean;
                    /** @enum {boolean} */
                    agent?: true;
                } | null;
                body: {
                    key: string;
                    by: {
                        userId: string;
                        verified: boolean;
                    };
                    version: number;
                };
            } | {
                sequence: number;
                at: number;
                until: number;
                /** @enum {string} */
                kind: "record.removed";
                by: {
                    userId: string;
                    name: string;
                    verified: boolean;
                    /** @enum {boolean} */
                    agent?: true;
                } | null;
                body: {
                    key: string;
                    by: {
                        userId: string;
                        verified: boolean;
                    };
                };
            })[];
            next: number | null;
        };
        ScheduleList: {
            schedules: components["schemas"]["Schedule"][];
        };
        Schedule: {
            name: string;
            at: number;
            payload: Record<string, never> | unknown[] | string | number | boolean | null;
            by: {
                userId: string;
                name: string;
                verified: boolean;
                /** @enum {boolean} */
                agent?: true;
            };
        };
        /**
         * @example {
         *       "at": 1893456000000,
         *       "payload": {
         *         "text": "Time is up"
         *       }
         *     }
         */
        NewSchedule: {
            at: number;
            payload?: Record<string, never> | unknown[] | string | number | boolean | null;
        };
        FeedList: {
            feeds: {
                feed: string;
                first: number;
                last: number;
            }[];
        };
        FeedPage: {
            entries: {
                sequence: number;
                at: number;
                payload: Record<string, never> | unknown[] | string | number | boolean | null;
                by: {
                    userId: string;
                    name: string;
                    verified: boolean;
                    /** @enum {boolean} */
                    agent?: true;
                };
            }[];
            first: number;
            last: number;
        };
        FeedReceipt: {
            sequence: number;
            at: number;
        };
        /**
         * @example {
         *       "payload": {
         *         "from": "e2",
         *         "to": "e4"
         *       }
         *     }
         */
        NewFeedEntry: {
            payload: Record<string, never> | unknown[] | string | number | boolean | null;
        };
        ChecklistItems: {
            items: components["schemas"]["ChecklistItem"][];
        };
        ChecklistItem: {
            id: string;
            list: string;
            order: string;
            text: string;
            assignee: string | null;
            dueAt: number | null;
            at: number;
            by: {
                userId: string;
                name: string;
                verified: boolean;
                /** @enum {boolean} */
                agent?: true;
            };
            done: {
                at: number;
                by: {
                    userId: string;
                    name: string;
                    verified: boolean;
                    /** @enum {boolean} */
                    agent?: true;
                };
            } | null;
        };
        /**
         * @example {
         *       "list": "launch",
         *       "text": "Write the announcement",
         *       "assignee": "user_1"
         *     }
         */
        NewChecklistItem: {
            list: string;
            text: string;
            /** @default null */
            assignee?: string | null;
            /** @default null */
            dueAt?: number | null;
            after?: string | null;
        };
        /**
         * @example {
         *       "done": true
         *     }
         */
        ChecklistItemChange: {
            text?: string;
            assignee?: string | null;
            dueAt?: number | null;
            done?: boolean;
            list?: string;
            after?: string | null;
        };
        ShownAgent: {
            connectionId: string;
            expiresAt: number;
        };
        /**
         * @example {
         *       "userInfo": {
         *         "name": "Proofreader"
         *       },
         *       "presence": {
         *         "status": "reading"
         *       },
         *       "cursor": {
         *         "x": 0.5,
         *         "y": 0.2
         *       },
         *       "ttlMs": 30000
         *     }
         */
        Agent: {
            /** @default {} */
            userInfo?: {
                name?: string;
                avatar?: string;
                color?: string;
            } & {
                [key: string]: Record<string, never> | unknown[] | string | number | boolean | null;
            };
            presence?: {
                [key: string]: Record<string, never> | unknown[] | string | number | boolean | null;
            };
            /** @description `null` hides it. */
            cursor?: {
                x: number;
                y: number;
                anchor?: string;
            } | null;
            /**
             * @description It leaves after so many milliseconds, unless it is shown again before.
             * @default 60000
             */
            ttlMs?: number;
        };
        CommentsAcross: {
            comments: components["schemas"]["CommentAcross"][];
            /** @description `null` on the last page. */
            nextCursor: string | null;
        };
        CommentAcross: {
            roomId: string;
            id: string;
            threadId: string;
            by: {
                userId: string;
                verified: boolean;
            };
            text: string;
            /** @description Milliseconds since 1970. */
            createdAt: number;
            /** @description Milliseconds since 1970. */
            editedAt: number | null;
        };
        MessagesAcross: {
            messages: components["schemas"]["MessageAcross"][];
            /** @description `null` on the last page. */
            nextCursor: string | null;
        };
        MessageAcross: {
            roomId: string;
            id: string;
            by: {
                userId: string;
                verified: boolean;
                name: string;
            };
            body: string;
            mentions: string[];
            replyTo: string | null;
            /** @description Milliseconds since 1970. */
            createdAt: number;
            /** @description Milliseconds since 1970. */
            editedAt: number | null;
        };
        RecordsAcross: {
            records: components["schemas"]["RecordAcross"][];
            /** @description `null` on the last page. */
            nextCursor: string | null;
        };
        RecordAcross: {
            roomId: string;
            key: string;
            version: number;
            bytes: number;
            by: {
                userId: string;
                verified: boolean;
                name: string;
            };
            /** @description Milliseconds since 1970. */
            savedAt: number;
        };
        ChecklistsAcross: {
            checklists: components["schemas"]["ChecklistAcross"][];
            /** @description `null` on the last page. */
            nextCursor: string | null;
        };
        ChecklistAcross: {
            roomId: string;
            list: string;
            items: number;
            done: number;
            /** @description The earliest of what is still to be done. */
            dueAt: number | null;
            /** @description Milliseconds since 1970. */
            changedAt: number;
        };
        SchedulesAcross: {
            schedules: components["schemas"]["ScheduleAcross"][];
            /** @description `null` on the last page. */
            nextCursor: string | null;
        };
        ScheduleAcross: {
            roomId: string;
            name: string;
            /** @description Milliseconds since 1970. */
            at: number;
            by: {
                userId: string;
                verified: boolean;
                name: string;
            };
        };
        FeedsAcross: {
            feeds: components["schemas"]["FeedAcross"][];
            /** @description `null` on the last page. */
            nextCursor: string | null;
        };
        FeedAcross: {
            roomId: string;
            feed: string;
            last: number;
            /** @description Milliseconds since 1970. */
            lastAt: number;
        };
        OrganizationList: {
            organizations: components["schemas"]["OwnOrganization"][];
            /** @description `null` on the last page. */
            nextCursor: string | null;
        };
        OwnOrganization: {
            id: string;
            name: string;
            slug: string;
            logo: string | null;
            color: string | null;
            /** @enum {string} */
            plan: "free" | "starter" | "pro" | "business" | "enterprise";
            allowedOrigins: string[];
            roomDefaults: components["schemas"]["RoomDefaults"];
            createsRoomsOnJoin: boolean;
            /** @description Set: an owner deleted it. Seven days later everything of it is erased. */
            deletedAt: number | null;
            /** @description Milliseconds since 1970. */
            createdAt: number;
            /**
             * @description The caller’s own; `null` for a key.
             * @enum {string|null}
             */
            role: "owner" | "admin" | "member" | "viewer" | null;
        };
        /**
         * @example {
         *       "maxParticipants": 20
         *     }
         */
        RoomDefaults: {
            /**
             * @description What people may do without a grant: with a publishable key, or with a token that names no rooms. `none` is a private room; a public one gives `write` unless this says less.
             * @enum {string}
             */
            defaultAccess?: "none" | "read" | "comment" | "write";
            /** @enum {string} */
            type?: "collaboration" | "whiteboard" | "document" | "custom";
            maxParticipants?: number;
            /** @description How long a lost connection keeps its place. */
            graceMs?: number;
            /** @description Nothing heard from a client for this long: it is gone for everyone. */
            presenceTimeoutMs?: number;
            /** @description How far the history of documents reaches back; 0 keeps none. */
            historyMs?: number;
            /**
             * @description `memory`: nothing that happens in the room is ever written to a disk or database; it lives while somebody is in it. Fixed when the room is created.
             * @enum {string}
             */
            persistence?: "durable" | "memory";
            /** @description So long after the last leave the room is cleaned up: erased when it is in memory, unloaded otherwise. */
            emptyAfterMs?: number;
        };
        /**
         * @example {
         *       "name": "Acme",
         *       "slug": "acme"
         *     }
         */
        NewOrganization: {
            name: string;
            /** @description Made from the name when it is left out. */
            slug?: string;
        };
        Organization: {
            id: string;
            name: string;
            slug: string;
            logo: string | null;
            color: string | null;
            /** @enum {string} */
            plan: "free" | "starter" | "pro" | "business" | "enterprise";
            allowedOrigins: string[];
            roomDefaults: components["schemas"]["RoomDefaults"];
            createsRoomsOnJoin: boolean;
            /** @description Set: an owner deleted it. Seven days later everything of it is erased. */
            deletedAt: number | null;
            /** @description Milliseconds since 1970. */
            createdAt: number;
        };
        /**
         * @example {
         *       "color": "#2f6feb",
         *       "roomDefaults": {
         *         "maxParticipants": 20
         *       }
         *     }
         */
        OrganizationChange: {
            name?: string;
            /** @description Its short name in addresses: 3–48 lower-case letters, digits and single hyphens. */
            slug?: string;
            /** @description The https address of an image, or `data:image/png;base64,…` (PNG, JPEG or WebP of at most 32 KiB). */
            logo?: string | null;
            color?: string | null;
            /** @description Pages that may use its publishable keys; none: every page. */
            allowedOrigins?: string[];
            /**
             * @description What a new room is where its maker says nothing. Replaced as a whole.
             * @example {
             *       "maxParticipants": 20
             *     }
             */
            roomDefaults?: {
                /**
                 * @description What people may do without a grant: with a publishable key, or with a token that names no rooms. `none` is a private room; a public one gives `write` unless this says less.
                 * @enum {string}
                 */
                defaultAccess?: "none" | "read" | "comment" | "write";
                /** @enum {string} */
                type?: "collaboration" | "whiteboard" | "document" | "custom";
                maxParticipants?: number;
                /** @description How long a lost connection keeps its place. */
                graceMs?: number;
                /** @description Nothing heard from a client for this long: it is gone for everyone. */
                presenceTimeoutMs?: number;
                /** @description How far the history of documents reaches back; 0 keeps none. */
                historyMs?: number;
                /**
                 * @description `memory`: nothing that happens in the room is ever written to a disk or database; it lives while somebody is in it. Fixed when the room is created.
                 * @enum {string}
                 */
                persistence?: "durable" | "memory";
                /** @description So long after the last leave the room is cleaned up: erased when it is in memory, unloaded otherwise. */
                emptyAfterMs?: number;
            };
            /** @description Whether a publishable key makes a public room by joining one that does not exist. */
            createsRoomsOnJoin?: boolean;
        };
        MemberList: {
            members: components["schemas"]["Member"][];
            /** @description `null` on the last page. */
            nextCursor: string | null;
        };
        Member: {
            userId: string;
            name: string;
            email: string;
            image: string | null;
            /** @enum {string} */
            role: "owner" | "admin" | "member" | "viewer";
            /** @description Milliseconds since 1970. */
            joinedAt: number;
        };
        /**
         * @example {
         *       "role": "admin"
         *     }
         */
        MemberChange: {
            /** @enum {string} */
            role: "owner" | "admin" | "member" | "viewer";
        };
        Invitation: {
            id: string;
            email: string;
            /** @enum {string} */
            role: "owner" | "admin" | "member" | "viewer";
            /** @enum {string} */
            status: "pending" | "accepted" | "declined" | "revoked" | "expired";
            inviter: {
                id: string;
                name: string;
            };
            /** @description Milliseconds since 1970. */
            expiresAt: number;
            /** @description Milliseconds since 1970. */
            sentAt: number;
            /** @description Milliseconds since 1970. */
            createdAt: number;
        };
        /**
         * @example {
         *       "email": "grace@example.com",
         *       "role": "member"
         *     }
         */
        NewInvitation: {
            /** Format: email */
            email: string;
            /** @enum {string} */
            role: "owner" | "admin" | "member" | "viewer";
        };
        InvitationList: {
            invitations: components["schemas"]["Invitation"][];
            /** @description `null` on the last page. */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "role": "viewer"
         *     }
         */
        Resend: {
            /**
             * @description Another role from now on; the same when it is left out.
             * @enum {string}
             */
            role?: "owner" | "admin" | "member" | "viewer";
        };
        ReceivedInvitationList: {
            invitations: components["schemas"]["ReceivedInvitation"][];
        };
        ReceivedInvitation: {
            id: string;
            email: string;
            /** @enum {string} */
            role: "owner" | "admin" | "member" | "viewer";
            /** @enum {string} */
            status: "pending" | "accepted" | "declined" | "revoked" | "expired";
            inviter: {
                id: string;
                name: string;
            };
            /** @description Milliseconds since 1970. */
            expiresAt: number;
            /** @description Milliseconds since 1970. */
            sentAt: number;
            /** @description Milliseconds since 1970. */
            createdAt: number;
            organization: {
                id: string;
                name: string;
                logo: string | null;
            };
        };
        Joined: {
            userId: string;
            name: string;
            email: string;
            image: string | null;
            /** @enum {string} */
            role: "owner" | "admin" | "member" | "viewer";
            /** @description Milliseconds since 1970. */
            joinedAt: number;
            organizationId: string;
        };
        PeopleAddress: {
            url: string;
            /** @description Until then questions are signed with the secret of before as well. */
            previousSecretEndsAt: number | null;
            /** @description Milliseconds since 1970. */
            createdAt: number;
        };
        MadePeopleAddress: {
            url: string;
            /** @description Until then questions are signed with the secret of before as well. */
            previousSecretEndsAt: number | null;
            /** @description Milliseconds since 1970. */
            createdAt: number;
            /** @description `whsec_…`, shown this once. */
            secret: string;
        };
        /**
         * @example {
         *       "url": "https://example.com/people"
         *     }
         */
        NewPeopleAddress: {
            /** @description A public https address, without user name, password and fragment. */
            url: string;
        };
        /**
         * @example {
         *       "graceMs": 3600000
         *     }
         */
        WebhookSecretRotation: {
            /**
             * @description How long the secret of before signs as well: a day, unless told otherwise, a week at most.
             * @default 86400000
             */
            graceMs?: number;
        };
        TriedPeopleAddress: {
            /**
             * @description What came of it: `ok`, or why nothing.
             * @enum {string}
             */
            state: "ok" | "none" | "busy" | "timeout" | "unreachable" | "refused" | "invalid";
            reason: string | null;
            users: {
                id: string;
                name: string;
                /** Format: uri */
                avatar?: string;
            }[];
            durationMs: number;
        };
        AuditLog: {
            entries: components["schemas"]["AuditEntry"][];
            nextCursor: string | null;
        };
        AuditEntry: {
            id: number;
            /** @description Milliseconds since 1970. */
            at: number;
            /** @description `null`: the platform itself. */
            actor: {
                id: string;
                /** @description Of a person, as it is now; `null` for a key, and for who is gone. */
                name: string | null;
                email: string | null;
            } | null;
            /** @description The network address that it came from. */
            address: string | null;
            act: string;
            subject: string | null;
            /** @description `null` for what was made. */
            before: {
                [key: string]: Record<string, never> | unknown[] | string | number | boolean | null;
            } | null;
            /** @description `null` for what was removed. */
            after: {
                [key: string]: Record<string, never> | unknown[] | string | number | boolean | null;
            } | null;
        };
        Usage: {
            /** @enum {string} */
            by: "hour" | "day" | "month";
            /** @description Milliseconds since 1970. */
            from: number;
            /** @description Milliseconds since 1970. */
            to: number;
            /** @description Oldest first; those in which nothing happened are left out. All in UTC. */
            periods: {
                /** @description Milliseconds since 1970. */
                start: number;
                /** @description How often somebody came into a room who was not in it. */
                joins: number;
                /** @description Different people who came, in a day or a month; 0 by hour. */
                people: number;
                /** @description Those of them whose identity a token proved. */
                verified: number;
                /** @description The most rooms that had people in them at once. */
                peakRooms: number;
                /** @description The most people who were in rooms at once. */
                peakPeople: number;
                peakConnections: number;
            }[];
            /** @description The month that it is now. */
            month: {
                /** @description Milliseconds since 1970. */
                start: number;
                people: number;
                verified: number;
            };
            /** @description Who is here at this moment. */
            now: {
                rooms: number;
                people: number;
                connections: number;
            };
            /** @enum {string} */
            plan: "free" | "starter" | "pro" | "business" | "enterprise";
            /** @description What is in use of what the plan bounds: people of this month, and rooms. */
            limits: {
                people: {
                    use: number;
                    /** @description `null`: as many as you like. */
                    max: number | null;
                };
                rooms: {
                    use: number;
                    /** @description `null`: as many as you like. */
                    max: number | null;
                };
            };
        };
        BusiestRooms: {
            /** @description Milliseconds since 1970. */
            from: number;
            /** @description Milliseconds since 1970. */
            to: number;
            /** @description The busiest first. */
            rooms: {
                id: string;
                joins: number;
                peakPeople: number;
            }[];
        };
        BusiestKeys: {
            /** @description Milliseconds since 1970. */
            from: number;
            /** @description Milliseconds since 1970. */
            to: number;
            /** @description The busiest first. */
            keys: {
                id: string;
                joins: number;
                /** @description `null`: nothing is kept of it. */
                name: string | null;
            }[];
        };
        BusiestPeople: {
            /** @description Milliseconds since 1970. */
            from: number;
            /** @description Milliseconds since 1970. */
            to: number;
            /** @description Who came most first. */
            people: {
                userId: string;
                /** @description A token proved it. */
                verified: boolean;
                joins: number;
            }[];
        };
        Subscription: {
            /** @description Whether this server sells plans. */
            isSetUp: boolean;
            /**
             * @description What the organization has now.
             * @enum {string}
             */
            plan: "free" | "starter" | "pro" | "business" | "enterprise";
            /** @description Of the subscription, as Stripe calls it; `none` where there never was one. */
            status: string;
            /**
             * @description What is subscribed; past its grace, that is not what it has.
             * @enum {string|null}
             */
            subscribed: "free" | "starter" | "pro" | "business" | "enterprise" | null;
            /** @description Milliseconds since 1970. */
            periodEndsAt: number | null;
            /** @description What it becomes by itself. */
            pending: {
                /** @enum {string} */
                plan: "free" | "starter" | "pro" | "business" | "enterprise";
                /** @description Milliseconds since 1970. */
                at: number;
            } | null;
            pastDue: {
                /** @description Milliseconds since 1970. */
                since: number;
                /** @description From then on Free’s limits hold. Nothing is deleted. */
                graceEndsAt: number;
                attempts: number;
                amountCents: number;
                payUrl: string | null;
            } | null;
            /** @description Milliseconds since 1970. */
            endedAt: number | null;
            limits: {
                rooms: {
                    /** @description `null`: not known right now. */
                    use: number | null;
                    /** @description `null`: as many as you like. */
                    max: number | null;
                };
                /** @description People of this calendar month. */
                people: {
                    /** @description `null`: not known right now. */
                    use: number | null;
                    /** @description `null`: as many as you like. */
                    max: number | null;
                };
            };
            /** @description What is in use beyond the limits: it stays, and there will be no more of it. */
            over: {
                /** @enum {string} */
                limit: "rooms" | "people";
                use: number;
                max: number;
            }[];
        };
        BillingPage: {
            /** @description A page of Stripe’s. It lets in whoever has it: do not keep it. */
            url: string;
        };
        /**
         * @example {
         *       "plan": "pro"
         *     }
         */
        PlanChoice: {
            /** @enum {string} */
            plan: "free" | "starter" | "pro" | "business" | "enterprise";
        };
        PlanPreview: {
            /**
             * @description `checkout`: buy it there. `none`: it is this plan already.
             * @enum {string}
             */
            kind: "checkout" | "upgrade" | "downgrade" | "none";
            dueNowCents: number;
            lines: {
                description: string;
                amountCents: number;
            }[];
            monthlyCents: number;
            /** @description Milliseconds since 1970. */
            effectiveAt: number;
            prorationDate: number | null;
            /** @description What has to be less before a smaller plan can be chosen. */
            over: {
                /** @enum {string} */
                limit: "rooms" | "people";
                use: number;
                max: number;
            }[];
        };
        /**
         * @example {
         *       "plan": "business"
         *     }
         */
        PlanChange: {
            /** @enum {string} */
            plan: "free" | "starter" | "pro" | "business" | "enterprise";
            /** @description From the preview: then what is charged is what was shown. */
            prorationDate?: number;
        };
        Invoices: {
            invoices: {
                id: string;
                number: string | null;
                status: string;
                totalCents: number;
                currency: string;
                /** @description Milliseconds since 1970. */
                createdAt: number;
                pageUrl: string | null;
                pdfUrl: string | null;
            }[];
            /** @description `null` on the last page. */
            nextCursor: string | null;
        };
        NewlyMadeWebhook: {
            id: string;
            url: string;
            /** @description The types that are sent; `*` for every one that there is or will be. */
            events: ("room.created" | "room.deleted" | "room.entered" | "room.left" | "document.updated" | "version.created" | "version.restored" | "schedule.fired" | "comment.created" | "comment.edited" | "comment.deleted" | "message.sent" | "message.edited" | "message.deleted" | "lock.acquired" | "lock.released" | "record.saved" | "record.restored" | "record.removed" | "item.toggled" | "checklist.completed" | "thread.created" | "thread.resolved" | "thread.reopened" | "access.changed" | "notification.created" | "usage.limit" | "billing.changed" | "*")[];
            description: string;
            /** @description Events of rooms whose id begins so; those about no room come anyway. Empty: of all rooms. */
            roomPrefix: string;
            /** @description How long changes of a document are collected into one `document.updated`. */
            debounceMs: number;
            isEnabled: boolean;
            /**
             * @description Why it was turned off by itself: nothing has reached it for three days, or it answered 410.
             * @enum {string|null}
             */
            offReason: "failing" | "gone" | null;
            /** @description Until when the secret of before signs as well. */
            previousSecretEndsAt: number | null;
            /** @description Milliseconds since 1970. */
            createdAt: number;
            /** @description `null` when it cannot be told right now. */
            status: {
                /** @description Deliveries that wait. */
                pending: number;
                /** @description Of those that are kept: a week, 10,000 at most. */
                delivered: number;
                /** @description Dead letters, kept for 30 days, 10,000 at most. */
                dead: number;
                /** @description Since when nothing has reached it; `null` when the last attempt did. */
                failingSince: number | null;
                /** @description Milliseconds since 1970. */
                lastSuccessAt: number | null;
                /** @description What it will never be sent: more than 50,000 events waited for it, or dead letters were kept no longer. `null`: nothing. */
                missed: {
                    count: number;
                    /** @description When the first of them happened. */
                    since: number;
                    /** @description When the last of them happened. */
                    until: number;
                } | null;
            } | null;
            /** @description `whsec_…`, what verifies its requests: shown this once. */
            secret: string;
        };
        /**
         * @example {
         *       "url": "https://example.com/hooks",
         *       "events": [
         *         "room.entered",
         *         "room.left"
         *       ]
         *     }
         */
        NewWebhook: {
            /** @description A public https address, without user name, password and fragment. */
            url: string;
            /** @description The types that are sent; `*` for every one that there is or will be. */
            events: ("room.created" | "room.deleted" | "room.entered" | "room.left" | "document.updated" | "version.created" | "version.restored" | "schedule.fired" | "comment.created" | "comment.edited" | "comment.deleted" | "message.sent" | "message.edited" | "message.deleted" | "lock.acquired" | "lock.released" | "record.saved" | "record.restored" | "record.removed" | "item.toggled" | "checklist.completed" | "thread.created" | "thread.resolved" | "thread.reopened" | "access.changed" | "notification.created" | "usage.limit" | "billing.changed" | "*")[];
            /** @default  */
            description?: string;
            /**
             * @description Events of rooms whose id begins so; those about no room come anyway. Empty: of all rooms.
             * @default
             */
            roomPrefix?: string;
            /**
             * @description How long changes of a document are collected into one `document.updated`.
             * @default 5000
             */
            debounceMs?: number;
        };
        WebhookList: {
            webhooks: components["schemas"]["Webhook"][];
        };
        Webhook: {
            id: string;
            url: string;
            /** @description The types that are sent; `*` for every one that there is or will be. */
            events: ("room.created" | "room.deleted" | "room.entered" | "room.left" | "document.updated" | "version.created" | "version.restored" | "schedule.fired" | "comment.created" | "comment.edited" | "comment.deleted" | "message.sent" | "message.edited" | "message.deleted" | "lock.acquired" | "lock.released" | "record.saved" | "record.restored" | "record.removed" | "item.toggled" | "checklist.completed" | "thread.created" | "thread.resolved" | "thread.reopened" | "access.changed" | "notification.created" | "usage.limit" | "billing.changed" | "*")[];
            description: string;
            /** @description Events of rooms whose id begins so; those about no room come anyway. Empty: of all rooms. */
            roomPrefix: string;
            /** @description How long changes of a document are collected into one `document.updated`. */
            debounceMs: number;
            isEnabled: boolean;
            /**
             * @description Why it was turned off by itself: nothing has reached it for three days, or it answered 410.
             * @enum {string|null}
             */
            offReason: "failing" | "gone" | null;
            /** @description Until when the secret of before signs as well. */
            previousSecretEndsAt: number | null;
            /** @description Milliseconds since 1970. */
            createdAt: number;
            /** @description `null` when it cannot be told right now. */
            status: {
                /** @description Deliveries that wait. */
                pending: number;
                /** @description Of those that are kept: a week, 10,000 at most. */
                delivered: number;
                /** @description Dead letters, kept for 30 days, 10,000 at most. */
                dead: number;
                /** @description Since when nothing has reached it; `null` when the last attempt did. */
                failingSince: number | null;
                /** @description Milliseconds since 1970. */
                lastSuccessAt: number | null;
                /** @description What it will never be sent: more than 50,000 events waited for it, or dead letters were kept no longer. `null`: nothing. */
                missed: {
                    count: number;
                    /** @description When the first of them happened. */
                    since: number;
                    /** @description When the last of them happened. */
                    until: number;
                } | null;
            } | null;
        };
        /**
         * @example {
         *       "isEnabled": true
         *     }
         */
        WebhookChange: {
            /** @description A public https address, without user name, password and fragment. */
            url?: string;
            /** @description The types that are sent; `*` for every one that there is or will be. */
            events?: ("room.created" | "room.deleted" | "room.entered" | "room.left" | "document.updated" | "version.created" | "version.restored" | "schedule.fired" | "comment.created" | "comment.edited" | "comment.deleted" | "message.sent" | "message.edited" | "message.deleted" | "lock.acquired" | "lock.released" | "record.saved" | "record.restored" | "record.removed" | "item.toggled" | "checklist.completed" | "thread.created" | "thread.resolved" | "thread.reopened" | "access.changed" | "notification.created" | "usage.limit" | "billing.changed" | "*")[];
            description?: string;
            /** @description Events of rooms whose id begins so; those about no room come anyway. Empty: of all rooms. */
            roomPrefix?: string;
            /** @description How long changes of a document are collected into one `document.updated`. */
            debounceMs?: number;
            /** @description Turned off, it keeps what waits for it; turned on, it goes on from there. */
            isEnabled?: boolean;
        };
        SentWebhookTest: {
            /** @description Under it the delivery is found. */
            deliveryId: string;
        };
        WebhookDeliveryList: {
            deliveries: components["schemas"]["WebhookDelivery"][];
            nextCursor: string | null;
        };
        WebhookDelivery: {
            /** @description The `webhook-id` of its requests. */
            id: string;
            type: string;
            roomId: string | null;
            /** @enum {string} */
            state: "pending" | "delivered" | "dead";
            /** @description Since it was last put into the queue. */
            attempts: number;
            redeliveries: number;
            /** @description Milliseconds since 1970. */
            createdAt: number;
            /** @description Milliseconds since 1970. */
            finishedAt: number | null;
            /** @description `null` while it waits for others of its room. */
            nextAttemptAt: number | null;
        };
        WebhookDeliveryDetail: {
            /** @description The `webhook-id` of its requests. */
            id: string;
            type: string;
            roomId: string | null;
            /** @enum {string} */
            state: "pending" | "delivered" | "dead";
            /** @description Since it was last put into the queue. */
            attempts: number;
            redeliveries: number;
            /** @description Milliseconds since 1970. */
            createdAt: number;
            /** @description Milliseconds since 1970. */
            finishedAt: number | null;
            /** @description `null` while it waits for others of its room. */
            nextAttemptAt: number | null;
            request: {
                /** @description As the endpoint is set now. */
                url: string;
                /** @description Without the signature, which each attempt has of its own. */
                headers: {
                    [key: string]: string;
                };
                body: string;
            };
            history: {
                /** @description 0, and one more with each redelivery. */
                round: number;
                attempt: number;
                /** @description Milliseconds since 1970. */
                at: number;
                durationMs: number;
                /** @description Of the answer; `null` when there was none. */
                status: number | null;
                /** @description Some of the answer. */
                headers: {
                    [key: string]: string;
                };
                /** @description The beginning of the answer, 2 kB at most. */
                body: string;
                /** @description Why there was no answer. */
                error: string | null;
            }[];
        };
        WebhookRedelivered: {
            count: number;
        };
        /**
         * @example {
         *       "since": 1764201600000
         *     }
         */
        WebhookRedelivery: {
            /** @description Of events that happened from then on, in milliseconds since 1970. */
            since: number;
            /**
             * @description `dead`: dead letters. `all`: what was delivered as well, as long as that is kept.
             * @default dead
             * @enum {string}
             */
            state?: "dead" | "all";
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
