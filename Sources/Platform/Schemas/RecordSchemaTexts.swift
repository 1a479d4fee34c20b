// Made by scripts/generate-schemas from docs/schemas; not to be edited.

extension RecordSchemas {
    /// The files as they are.
    static let texts = [
        #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "$id": "tag:laoyouting.cn,2026:cn.laoyouting.booth.call.v1",
          "title": "cn.laoyouting.booth.call.v1",
          "description": "A call was over, or was not made.",
          "type": "object",
          "properties": {
            "booth": {
              "description": "The booth's number, the same as in `source`.",
              "type": "string",
              "pattern": "^[A-Za-z0-9._-]{1,32}$",
              "maxLength": 32
            },
            "session": {
              "description": "Random, one for each use of the booth; null for what the booth does by itself.",
              "type": ["string", "null"],
              "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
              "maxLength": 36
            },
            "function": {
              "description": "The function in use, by its id in the booth's functions.yaml.",
              "type": ["string", "null"],
              "pattern": "^[a-z][a-z0-9-]*$",
              "maxLength": 64
            },
            "official_category": {
              "description": "The category that the use is reported under.",
              "enum": ["services", "emergency", "information", null]
            },
            "language": {
              "description": "The language of the screen, BCP 47.",
              "type": "string",
              "pattern": "^[a-z]{2,3}(-[A-Za-z]{2,8})*(-[0-9]{3})?$",
              "maxLength": 32
            },
            "input": {
              "description": "How the last input came in.",
              "enum": ["key", "touch", "voice", null]
            },
            "duration_ms": {
              "description": "How long it took, where it took time.",
              "type": ["integer", "null"],
              "minimum": 0,
              "maximum": 999999999
            },
            "offline": {
              "description": "Whether the platform was out of reach when it happened.",
              "type": "boolean"
            },
            "outcome": {
              "description": "What became of it; `quota`: not dialled, this number was called too recently.",
              "enum": [
                "answered",
                "busy",
                "refused",
                "no_answer",
                "unreachable",
                "media_lost",
                "agent_lost",
                "cancelled",
                "not_live",
                "quota"
              ]
            },
            "class": {
              "description": "How it was treated.",
              "enum": ["emergency", "assistance", "free"]
            },
            "direction": {
              "description": "Who called whom.",
              "enum": ["outgoing", "incoming"]
            },
            "service": {
              "description": "The service called, by its id in booth.yaml; null for a resident's own number, which is nowhere.",
              "type": ["string", "null"],
              "pattern": "^[a-z][a-z0-9-]*$",
              "maxLength": 64
            },
            "route": {
              "description": "The trunk of the last attempt, by its id in booth.yaml.",
              "type": ["string", "null"],
              "pattern": "^[a-z][a-z0-9-]*$",
              "maxLength": 64
            },
            "sip_status": {
              "description": "The SIP status of a refusal (RFC 3261).",
              "type": ["integer", "null"],
              "minimum": 0,
              "maximum": 999
            },
            "ended_by": {
              "description": "Who ended it.",
              "enum": ["far_side", "resident", "limit", "network", null]
            },
            "attempts": {
              "description": "Attempts made.",
              "type": "integer",
              "minimum": 0,
              "maximum": 999999999
            },
            "ring_ms": {
              "description": "From the first attempt to the answer or the end.",
              "type": "integer",
              "minimum": 0,
              "maximum": 999999999
            },
            "talk_ms": {
              "description": "From the answer to the end.",
              "type": "integer",
              "minimum": 0,
              "maximum": 999999999
            }
          },
          "required": [
            "booth",
            "session",
            "function",
            "official_category",
            "language",
            "input",
            "duration_ms",
            "offline",
            "outcome",
            "class",
            "direction",
            "service",
            "route",
            "sip_status",
            "ended_by",
            "attempts",
            "ring_ms",
            "talk_ms"
          ],
          "additionalProperties": false
        }
        """#,
        #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "$id": "tag:laoyouting.cn,2026:cn.laoyouting.booth.configuration.v1",
          "title": "cn.laoyouting.booth.configuration.v1",
          "description": "A configuration was taken into use.",
          "type": "object",
          "properties": {
            "booth": {
              "description": "The booth's number, the same as in `source`.",
              "type": "string",
              "pattern": "^[A-Za-z0-9._-]{1,32}$",
              "maxLength": 32
            },
            "session": {
              "description": "Random, one for each use of the booth; null for what the booth does by itself.",
              "type": ["string", "null"],
              "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
              "maxLength": 36
            },
            "function": {
              "description": "The function in use, by its id in the booth's functions.yaml.",
              "type": ["string", "null"],
              "pattern": "^[a-z][a-z0-9-]*$",
              "maxLength": 64
            },
            "official_category": {
              "description": "The category that the use is reported under.",
              "enum": ["services", "emergency", "information", null]
            },
            "language": {
              "description": "The language of the screen, BCP 47.",
              "type": "string",
              "pattern": "^[a-z]{2,3}(-[A-Za-z]{2,8})*(-[0-9]{3})?$",
              "maxLength": 32
            },
            "input": {
              "description": "How the last input came in.",
              "enum": ["key", "touch", "voice", null]
            },
            "duration_ms": {
              "description": "How long it took, where it took time.",
              "type": ["integer", "null"],
              "minimum": 0,
              "maximum": 999999999
            },
            "offline": {
              "description": "Whether the platform was out of reach when it happened.",
              "type": "boolean"
            },
            "outcome": {
              "description": "Whether it is the present one or, because that has errors, the last good copy.",
              "enum": ["applied", "last_good"]
            }
          },
          "required": [
            "booth",
            "session",
            "function",
            "official_category",
            "language",
            "input",
            "duration_ms",
            "offline",
            "outcome"
          ],
          "additionalProperties": false
        }
        """#,
        #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "$id": "tag:laoyouting.cn,2026:cn.laoyouting.booth.emergency.v1",
          "title": "cn.laoyouting.booth.emergency.v1",
          "description": "An emergency function was dialled or ran to its end; times are relative to the key press.",
          "type": "object",
          "properties": {
            "booth": {
              "description": "The booth's number, the same as in `source`.",
              "type": "string",
              "pattern": "^[A-Za-z0-9._-]{1,32}$",
              "maxLength": 32
            },
            "session": {
              "description": "Random, one for each use of the booth; null for what the booth does by itself.",
              "type": ["string", "null"],
              "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
              "maxLength": 36
            },
            "function": {
              "description": "The function in use, by its id in the booth's functions.yaml.",
              "type": ["string", "null"],
              "pattern": "^[a-z][a-z0-9-]*$",
              "maxLength": 64
            },
            "official_category": {
              "description": "The category that the use is reported under.",
              "enum": ["services", "emergency", "information", null]
            },
            "language": {
              "description": "The language of the screen, BCP 47.",
              "type": "string",
              "pattern": "^[a-z]{2,3}(-[A-Za-z]{2,8})*(-[0-9]{3})?$",
              "maxLength": 32
            },
            "input": {
              "description": "How the last input came in.",
              "enum": ["key", "touch", "voice", null]
            },
            "duration_ms": {
              "description": "How long it took, where it took time.",
              "type": ["integer", "null"],
              "minimum": 0,
              "maximum": 999999999
            },
            "offline": {
              "description": "Whether the platform was out of reach when it happened.",
              "type": "boolean"
            },
            "outcome": {
              "description": "What became of it.",
              "enum": ["dialling", "answered", "cancelled", "unreached", "cannot_call", "switched", "hung_up"]
            },
            "service": {
              "description": "Who was called.",
              "enum": ["police", "ambulance", "fire", "help-centre"]
            },
            "origin": {
              "description": "How it started.",
              "enum": ["tile", "dialled", "chooser", "automatic", "restored", "call_back"]
            },
            "dialled_after_ms": {
              "description": "From the press to the first dialling.",
              "type": ["integer", "null"],
              "minimum": 0,
              "maximum": 999999999
            },
            "connected_after_ms": {
              "description": "From the press to the answer.",
              "type": ["integer", "null"],
              "minimum": 0,
              "maximum": 999999999
            },
            "cancelled_at_ms": {
              "description": "From the press to the cancellation.",
              "type": ["integer", "null"],
              "minimum": 0,
              "maximum": 999999999
            },
            "route": {
              "description": "The trunk that answered or was tried last, by its id in booth.yaml.",
              "type": ["string", "null"],
              "pattern": "^[a-z][a-z0-9-]*$",
              "maxLength": 64
            },
            "demonstration": {
              "description": "Whether the booth is in demonstration: nobody real was called.",
              "type": "boolean"
            }
          },
          "required": [
            "booth",
            "session",
            "function",
            "official_category",
            "language",
            "input",
            "duration_ms",
            "offline",
            "outcome",
            "service",
            "origin",
            "dialled_after_ms",
            "connected_after_ms",
            "cancelled_at_ms",
            "route",
            "demonstration"
          ],
          "additionalProperties": false
        }
        """#,
        #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "$id": "tag:laoyouting.cn,2026:cn.laoyouting.booth.fault.v1",
          "title": "cn.laoyouting.booth.fault.v1",
          "description": "A fault of the booth came or went.",
          "type": "object",
          "properties": {
            "booth": {
              "description": "The booth's number, the same as in `source`.",
              "type": "string",
              "pattern": "^[A-Za-z0-9._-]{1,32}$",
              "maxLength": 32
            },
            "session": {
              "description": "Random, one for each use of the booth; null for what the booth does by itself.",
              "type": ["string", "null"],
              "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
              "maxLength": 36
            },
            "function": {
              "description": "The function in use, by its id in the booth's functions.yaml.",
              "type": ["string", "null"],
              "pattern": "^[a-z][a-z0-9-]*$",
              "maxLength": 64
            },
            "official_category": {
              "description": "The category that the use is reported under.",
              "enum": ["services", "emergency", "information", null]
            },
            "language": {
              "description": "The language of the screen, BCP 47.",
              "type": "string",
              "pattern": "^[a-z]{2,3}(-[A-Za-z]{2,8})*(-[0-9]{3})?$",
              "maxLength": 32
            },
            "input": {
              "description": "How the last input came in.",
              "enum": ["key", "touch", "voice", null]
            },
            "duration_ms": {
              "description": "How long it took, where it took time.",
              "type": ["integer", "null"],
              "minimum": 0,
              "maximum": 999999999
            },
            "offline": {
              "description": "Whether the platform was out of reach when it happened.",
              "type": "boolean"
            },
            "outcome": {
              "description": "Which of the two.",
              "enum": ["raised", "cleared"]
            },
            "fault": {
              "description": "Which.",
              "enum": [
                "trunk.none",
                "trunk.down",
                "selftest.failed",
                "agent.down",
                "configuration.refused",
                "storage.failed",
                "audio.failed",
                "platform.unreachable",
                "platform.unauthorized",
                "emergency.unreached",
                "misuse.suspected",
                "clock.wrong",
                "content.failed"
              ]
            }
          },
          "required": [
            "booth",
            "session",
            "function",
            "official_category",
            "language",
            "input",
            "duration_ms",
            "offline",
            "outcome",
            "fault"
          ],
          "additionalProperties": false
        }
        """#,
        #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "$id": "tag:laoyouting.cn,2026:cn.laoyouting.booth.function.v1",
          "title": "cn.laoyouting.booth.function.v1",
          "description": "A function was left.",
          "type": "object",
          "properties": {
            "booth": {
              "description": "The booth's number, the same as in `source`.",
              "type": "string",
              "pattern": "^[A-Za-z0-9._-]{1,32}$",
              "maxLength": 32
            },
            "session": {
              "description": "Random, one for each use of the booth; null for what the booth does by itself.",
              "type": ["string", "null"],
              "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
              "maxLength": 36
            },
            "function": {
              "description": "The function in use, by its id in the booth's functions.yaml.",
              "type": ["string", "null"],
              "pattern": "^[a-z][a-z0-9-]*$",
              "maxLength": 64
            },
            "official_category": {
              "description": "The category that the use is reported under.",
              "enum": ["services", "emergency", "information", null]
            },
            "language": {
              "description": "The language of the screen, BCP 47.",
              "type": "string",
              "pattern": "^[a-z]{2,3}(-[A-Za-z]{2,8})*(-[0-9]{3})?$",
              "maxLength": 32
            },
            "input": {
              "description": "How the last input came in.",
              "enum": ["key", "touch", "voice", null]
            },
            "duration_ms": {
              "description": "How long it took, where it took time.",
              "type": ["integer", "null"],
              "minimum": 0,
              "maximum": 999999999
            },
            "offline": {
              "description": "Whether the platform was out of reach when it happened.",
              "type": "boolean"
            },
            "outcome": {
              "description": "How.",
              "enum": ["completed", "abandoned", "failed", "unavailable", "idle"]
            },
            "step": {
              "description": "The step it was left at; null at its end.",
              "enum": [
                "emergency",
                "call",
                "number",
                "choice",
                "confirm",
                "request",
                "information",
                "places",
                "card",
                "rating",
                null
              ]
            }
          },
          "required": [
            "booth",
            "session",
            "function",
            "official_category",
            "language",
            "input",
            "duration_ms",
            "offline",
            "outcome",
            "step"
          ],
          "additionalProperties": false
        }
        """#,
        #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "$id": "tag:laoyouting.cn,2026:cn.laoyouting.booth.information.v1",
          "title": "cn.laoyouting.booth.information.v1",
          "description": "A page of information or a kind of place was opened.",
          "type": "object",
          "properties": {
            "booth": {
              "description": "The booth's number, the same as in `source`.",
              "type": "string",
              "pattern": "^[A-Za-z0-9._-]{1,32}$",
              "maxLength": 32
            },
            "session": {
              "description": "Random, one for each use of the booth; null for what the booth does by itself.",
              "type": ["string", "null"],
              "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
              "maxLength": 36
            },
            "function": {
              "description": "The function in use, by its id in the booth's functions.yaml.",
              "type": ["string", "null"],
              "pattern": "^[a-z][a-z0-9-]*$",
              "maxLength": 64
            },
            "official_category": {
              "description": "The category that the use is reported under.",
              "enum": ["services", "emergency", "information", null]
            },
            "language": {
              "description": "The language of the screen, BCP 47.",
              "type": "string",
              "pattern": "^[a-z]{2,3}(-[A-Za-z]{2,8})*(-[0-9]{3})?$",
              "maxLength": 32
            },
            "input": {
              "description": "How the last input came in.",
              "enum": ["key", "touch", "voice", null]
            },
            "duration_ms": {
              "description": "How long it took, where it took time.",
              "type": ["integer", "null"],
              "minimum": 0,
              "maximum": 999999999
            },
            "offline": {
              "description": "Whether the platform was out of reach when it happened.",
              "type": "boolean"
            },
            "outcome": {
              "const": "shown"
            },
            "topic": {
              "description": "Which.",
              "enum": [
                "weather",
                "buses",
                "activities",
                "numbers",
                "connectivity",
                "notices",
                "pharmacy",
                "hospital",
                "toilet",
                "canteen",
                "bank",
                "market",
                "police",
                "library",
                "metro"
              ]
            },
            "data_age_s": {
              "description": "Age of what was shown, seconds; null where it has none.",
              "type": ["integer", "null"],
              "minimum": 0,
              "maximum": 999999999
            }
          },
          "required": [
            "booth",
            "session",
            "function",
            "official_category",
            "language",
            "input",
            "duration_ms",
            "offline",
            "outcome",
            "topic",
            "data_age_s"
          ],
          "additionalProperties": false
        }
        """#,
        #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "$id": "tag:laoyouting.cn,2026:cn.laoyouting.booth.language.v1",
          "title": "cn.laoyouting.booth.language.v1",
          "description": "The language was changed; `language` is the new one.",
          "type": "object",
          "properties": {
            "booth": {
              "description": "The booth's number, the same as in `source`.",
              "type": "string",
              "pattern": "^[A-Za-z0-9._-]{1,32}$",
              "maxLength": 32
            },
            "session": {
              "description": "Random, one for each use of the booth; null for what the booth does by itself.",
              "type": ["string", "null"],
              "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
              "maxLength": 36
            },
            "function": {
              "description": "The function in use, by its id in the booth's functions.yaml.",
              "type": ["string", "null"],
              "pattern": "^[a-z][a-z0-9-]*$",
              "maxLength": 64
            },
            "official_category": {
              "description": "The category that the use is reported under.",
              "enum": ["services", "emergency", "information", null]
            },
            "language": {
              "description": "The language of the screen, BCP 47.",
              "type": "string",
              "pattern": "^[a-z]{2,3}(-[A-Za-z]{2,8})*(-[0-9]{3})?$",
              "maxLength": 32
            },
            "input": {
              "description": "How the last input came in.",
              "enum": ["key", "touch", "voice", null]
            },
            "duration_ms": {
              "description": "How long it took, where it took time.",
              "type": ["integer", "null"],
              "minimum": 0,
              "maximum": 999999999
            },
            "offline": {
              "description": "Whether the platform was out of reach when it happened.",
              "type": "boolean"
            },
            "outcome": {
              "const": "changed"
            },
            "from": {
              "description": "The language before, BCP 47.",
              "type": "string",
              "pattern": "^[a-z]{2,3}(-[A-Za-z]{2,8})*(-[0-9]{3})?$",
              "maxLength": 32
            }
          },
          "required": [
            "booth",
            "session",
            "function",
            "official_category",
            "language",
            "input",
            "duration_ms",
            "offline",
            "outcome",
            "from"
          ],
          "additionalProperties": false
        }
        """#,
        #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "$id": "tag:laoyouting.cn,2026:cn.laoyouting.booth.lifecycle.v1",
          "title": "cn.laoyouting.booth.lifecycle.v1",
          "description": "The kiosk started or stopped.",
          "type": "object",
          "properties": {
            "booth": {
              "description": "The booth's number, the same as in `source`.",
              "type": "string",
              "pattern": "^[A-Za-z0-9._-]{1,32}$",
              "maxLength": 32
            },
            "session": {
              "description": "Random, one for each use of the booth; null for what the booth does by itself.",
              "type": ["string", "null"],
              "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
              "maxLength": 36
            },
            "function": {
              "description": "The function in use, by its id in the booth's functions.yaml.",
              "type": ["string", "null"],
              "pattern": "^[a-z][a-z0-9-]*$",
              "maxLength": 64
            },
            "official_category": {
              "description": "The category that the use is reported under.",
              "enum": ["services", "emergency", "information", null]
            },
            "language": {
              "description": "The language of the screen, BCP 47.",
              "type": "string",
              "pattern": "^[a-z]{2,3}(-[A-Za-z]{2,8})*(-[0-9]{3})?$",
              "maxLength": 32
            },
            "input": {
              "description": "How the last input came in.",
              "enum": ["key", "touch", "voice", null]
            },
            "duration_ms": {
              "description": "How long it took, where it took time.",
              "type": ["integer", "null"],
              "minimum": 0,
              "maximum": 999999999
            },
            "offline": {
              "description": "Whether the platform was out of reach when it happened.",
              "type": "boolean"
            },
            "outcome": {
              "description": "`recovered`: started after a run that did not stop properly.",
              "enum": ["started", "recovered", "stopped"]
            },
            "reason": {
              "description": "Why: an ordinary start, a start after a crash or power cut, a signal, or a terminal that is gone.",
              "enum": ["ordinary", "crash", "signal", "terminal_lost"]
            }
          },
          "required": [
            "booth",
            "session",
            "function",
            "official_category",
            "language",
            "input",
            "duration_ms",
            "offline",
            "outcome",
            "reason"
          ],
          "additionalProperties": false
        }
        """#,
        #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "$id": "tag:laoyouting.cn,2026:cn.laoyouting.booth.queue.dropped.v1",
          "title": "cn.laoyouting.booth.queue.dropped.v1",
          "description": "Events left the queue without being accepted: explains holes in the sequence.",
          "type": "object",
          "properties": {
            "booth": {
              "description": "The booth's number, the same as in `source`.",
              "type": "string",
              "pattern": "^[A-Za-z0-9._-]{1,32}$",
              "maxLength": 32
            },
            "session": {
              "type": "null"
            },
            "function": {
              "type": "null"
            },
            "official_category": {
              "type": "null"
            },
            "language": {
              "type": "null"
            },
            "input": {
              "type": "null"
            },
            "duration_ms": {
              "type": "null"
            },
            "offline": {
              "description": "Whether the platform was out of reach when it happened.",
              "type": "boolean"
            },
            "outcome": {
              "const": "dropped"
            },
            "epoch": {
              "description": "The queue epoch of the sequences; null where even that was lost, `ranges` is empty then.",
              "type": ["string", "null"],
              "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
              "maxLength": 36
            },
            "ranges": {
              "description": "First and last sequence of each run that will never come; empty where they never had any.",
              "type": "array",
              "maxItems": 1000,
              "items": {
                "type": "array",
                "minItems": 2,
                "maxItems": 2,
                "items": {
                  "type": "integer",
                  "minimum": 1,
                  "maximum": 8999999999999999999
                }
              }
            },
            "count": {
              "description": "How many events; null where it is not known.",
              "type": ["integer", "null"],
              "minimum": 0,
              "maximum": 999999999
            },
            "reason": {
              "description": "More than a bound allows in rows, bytes, age or memory; refused by the platform and set aside; or lost with a broken database.",
              "enum": ["rows", "bytes", "age", "memory", "quarantined", "corrupt"]
            }
          },
          "required": [
            "booth",
            "session",
            "function",
            "official_category",
            "language",
            "input",
            "duration_ms",
            "offline",
            "outcome",
            "epoch",
            "ranges",
            "count",
            "reason"
          ],
          "additionalProperties": false
        }
        """#,
        #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "$id": "tag:laoyouting.cn,2026:cn.laoyouting.booth.rating.v1",
          "title": "cn.laoyouting.booth.rating.v1",
          "description": "A resident said how it was.",
          "type": "object",
          "properties": {
            "booth": {
              "description": "The booth's number, the same as in `source`.",
              "type": "string",
              "pattern": "^[A-Za-z0-9._-]{1,32}$",
              "maxLength": 32
            },
            "session": {
              "description": "Random, one for each use of the booth; null for what the booth does by itself.",
              "type": ["string", "null"],
              "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
              "maxLength": 36
            },
            "function": {
              "description": "The function in use, by its id in the booth's functions.yaml.",
              "type": ["string", "null"],
              "pattern": "^[a-z][a-z0-9-]*$",
              "maxLength": 64
            },
            "official_category": {
              "description": "The category that the use is reported under.",
              "enum": ["services", "emergency", "information", null]
            },
            "language": {
              "description": "The language of the screen, BCP 47.",
              "type": "string",
              "pattern": "^[a-z]{2,3}(-[A-Za-z]{2,8})*(-[0-9]{3})?$",
              "maxLength": 32
            },
            "input": {
              "description": "How the last input came in.",
              "enum": ["key", "touch", "voice", null]
            },
            "duration_ms": {
              "description": "How long it took, where it took time.",
              "type": ["integer", "null"],
              "minimum": 0,
              "maximum": 999999999
            },
            "offline": {
              "description": "Whether the platform was out of reach when it happened.",
              "type": "boolean"
            },
            "outcome": {
              "const": "rated"
            },
            "rating": {
              "description": "From 1, the worst, to 3.",
              "enum": [1, 2, 3]
            }
          },
          "required": [
            "booth",
            "session",
            "function",
            "official_category",
            "language",
            "input",
            "duration_ms",
            "offline",
            "outcome",
            "rating"
          ],
          "additionalProperties": false
        }
        """#,
        #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "$id": "tag:laoyouting.cn,2026:cn.laoyouting.booth.request.v1",
          "title": "cn.laoyouting.booth.request.v1",
          "description": "An order to the platform moved on.",
          "type": "object",
          "properties": {
            "booth": {
              "description": "The booth's number, the same as in `source`.",
              "type": "string",
              "pattern": "^[A-Za-z0-9._-]{1,32}$",
              "maxLength": 32
            },
            "session": {
              "description": "Random, one for each use of the booth; null for what the booth does by itself.",
              "type": ["string", "null"],
              "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
              "maxLength": 36
            },
            "function": {
              "description": "The function in use, by its id in the booth's functions.yaml.",
              "type": ["string", "null"],
              "pattern": "^[a-z][a-z0-9-]*$",
              "maxLength": 64
            },
            "official_category": {
              "description": "The category that the use is reported under.",
              "enum": ["services", "emergency", "information", null]
            },
            "language": {
              "description": "The language of the screen, BCP 47.",
              "type": "string",
              "pattern": "^[a-z]{2,3}(-[A-Za-z]{2,8})*(-[0-9]{3})?$",
              "maxLength": 32
            },
            "input": {
              "description": "How the last input came in.",
              "enum": ["key", "touch", "voice", null]
            },
            "duration_ms": {
              "description": "How long it took, where it took time.",
              "type": ["integer", "null"],
              "minimum": 0,
              "maximum": 999999999
            },
            "offline": {
              "description": "Whether the platform was out of reach when it happened.",
              "type": "boolean"
            },
            "outcome": {
              "description": "Where to.",
              "enum": [
                "requested",
                "accepted",
                "assigned",
                "confirmed",
                "cancelled",
                "failed",
                "unanswered",
                "offline"
              ]
            },
            "kind": {
              "description": "What was ordered, such as `taxi`.",
              "type": "string",
              "pattern": "^[a-z][a-z0-9-]*$",
              "maxLength": 64
            }
          },
          "required": [
            "booth",
            "session",
            "function",
            "official_category",
            "language",
            "input",
            "duration_ms",
            "offline",
            "outcome",
            "kind"
          ],
          "additionalProperties": false
        }
        """#,
        #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "$id": "tag:laoyouting.cn,2026:cn.laoyouting.booth.selftest.v1",
          "title": "cn.laoyouting.booth.selftest.v1",
          "description": "The daily test call over one trunk.",
          "type": "object",
          "properties": {
            "booth": {
              "description": "The booth's number, the same as in `source`.",
              "type": "string",
              "pattern": "^[A-Za-z0-9._-]{1,32}$",
              "maxLength": 32
            },
            "session": {
              "description": "Random, one for each use of the booth; null for what the booth does by itself.",
              "type": ["string", "null"],
              "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
              "maxLength": 36
            },
            "function": {
              "description": "The function in use, by its id in the booth's functions.yaml.",
              "type": ["string", "null"],
              "pattern": "^[a-z][a-z0-9-]*$",
              "maxLength": 64
            },
            "official_category": {
              "description": "The category that the use is reported under.",
              "enum": ["services", "emergency", "information", null]
            },
            "language": {
              "description": "The language of the screen, BCP 47.",
              "type": "string",
              "pattern": "^[a-z]{2,3}(-[A-Za-z]{2,8})*(-[0-9]{3})?$",
              "maxLength": 32
            },
            "input": {
              "description": "How the last input came in.",
              "enum": ["key", "touch", "voice", null]
            },
            "duration_ms": {
              "description": "How long it took, where it took time.",
              "type": ["integer", "null"],
              "minimum": 0,
              "maximum": 999999999
            },
            "offline": {
              "description": "Whether the platform was out of reach when it happened.",
              "type": "boolean"
            },
            "outcome": {
              "description": "`answered` is a pass.",
              "enum": [
                "answered",
                "busy",
                "refused",
                "no_answer",
                "unreachable",
                "media_lost",
                "agent_lost",
                "cancelled",
                "not_live",
                "quota"
              ]
            },
            "route": {
              "description": "The trunk, by its id in the booth's booth.yaml.",
              "type": "string",
              "pattern": "^[a-z][a-z0-9-]*$",
              "maxLength": 64
            },
            "sip_status": {
              "description": "The SIP status of a refusal (RFC 3261).",
              "type": ["integer", "null"],
              "minimum": 0,
              "maximum": 999
            },
            "ring_ms": {
              "description": "From dialling to the answer or the end.",
              "type": "integer",
              "minimum": 0,
              "maximum": 999999999
            }
          },
          "required": [
            "booth",
            "session",
            "function",
            "official_category",
            "language",
            "input",
            "duration_ms",
            "offline",
            "outcome",
            "route",
            "sip_status",
            "ring_ms"
          ],
          "additionalProperties": false
        }
        """#,
        #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "$id": "tag:laoyouting.cn,2026:cn.laoyouting.booth.session.v1",
          "title": "cn.laoyouting.booth.session.v1",
          "description": "A session ended: one resident's use of the booth, with what it shows about usability.",
          "type": "object",
          "properties": {
            "booth": {
              "description": "The booth's number, the same as in `source`.",
              "type": "string",
              "pattern": "^[A-Za-z0-9._-]{1,32}$",
              "maxLength": 32
            },
            "session": {
              "description": "Random, one for each use of the booth; null for what the booth does by itself.",
              "type": ["string", "null"],
              "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
              "maxLength": 36
            },
            "function": {
              "description": "The function in use, by its id in the booth's functions.yaml.",
              "type": ["string", "null"],
              "pattern": "^[a-z][a-z0-9-]*$",
              "maxLength": 64
            },
            "official_category": {
              "description": "The category that the use is reported under.",
              "enum": ["services", "emergency", "information", null]
            },
            "language": {
              "description": "The language of the screen, BCP 47.",
              "type": "string",
              "pattern": "^[a-z]{2,3}(-[A-Za-z]{2,8})*(-[0-9]{3})?$",
              "maxLength": 32
            },
            "input": {
              "description": "How the last input came in.",
              "enum": ["key", "touch", "voice", null]
            },
            "duration_ms": {
              "description": "How long it took, where it took time.",
              "type": ["integer", "null"],
              "minimum": 0,
              "maximum": 999999999
            },
            "offline": {
              "description": "Whether the platform was out of reach when it happened.",
              "type": "boolean"
            },
            "outcome": {
              "description": "How: by `*` on home, by the idle countdown, or with nothing more to do.",
              "enum": ["left", "idle", "done"]
            },
            "first_key_ms": {
              "description": "From the session's start to its first key after that.",
              "type": ["integer", "null"],
              "minimum": 0,
              "maximum": 999999999
            },
            "wrong_keys": {
              "description": "Keys that meant nothing where they were pressed.",
              "type": "integer",
              "minimum": 0,
              "maximum": 999999999
            },
            "repeats": {
              "description": "\"Say it again\".",
              "type": "integer",
              "minimum": 0,
              "maximum": 999999999
            },
            "erasures": {
              "description": "Digits erased.",
              "type": "integer",
              "minimum": 0,
              "maximum": 999999999
            },
            "backs": {
              "description": "Steps back.",
              "type": "integer",
              "minimum": 0,
              "maximum": 999999999
            },
            "language_returns": {
              "description": "Languages changed and changed back within 10 s.",
              "type": "integer",
              "minimum": 0,
              "maximum": 999999999
            },
            "rescues": {
              "description": "Emergency numbers dialled as on a telephone.",
              "type": "integer",
              "minimum": 0,
              "maximum": 999999999
            }
          },
          "required": [
            "booth",
            "session",
            "function",
            "official_category",
            "language",
            "input",
            "duration_ms",
            "offline",
            "outcome",
            "first_key_ms",
            "wrong_keys",
            "repeats",
            "erasures",
            "backs",
            "language_returns",
            "rescues"
          ],
          "additionalProperties": false
        }
        """#,
        #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "$id": "tag:laoyouting.cn,2026:cn.laoyouting.booth.step.v1",
          "title": "cn.laoyouting.booth.step.v1",
          "description": "A step of a function was left; `duration_ms` is the time spent on it.",
          "type": "object",
          "properties": {
            "booth": {
              "description": "The booth's number, the same as in `source`.",
              "type": "string",
              "pattern": "^[A-Za-z0-9._-]{1,32}$",
              "maxLength": 32
            },
            "session": {
              "description": "Random, one for each use of the booth; null for what the booth does by itself.",
              "type": ["string", "null"],
              "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
              "maxLength": 36
            },
            "function": {
              "description": "The function in use, by its id in the booth's functions.yaml.",
              "type": ["string", "null"],
              "pattern": "^[a-z][a-z0-9-]*$",
              "maxLength": 64
            },
            "official_category": {
              "description": "The category that the use is reported under.",
              "enum": ["services", "emergency", "information", null]
            },
            "language": {
              "description": "The language of the screen, BCP 47.",
              "type": "string",
              "pattern": "^[a-z]{2,3}(-[A-Za-z]{2,8})*(-[0-9]{3})?$",
              "maxLength": 32
            },
            "input": {
              "description": "How the last input came in.",
              "enum": ["key", "touch", "voice", null]
            },
            "duration_ms": {
              "description": "How long it took, where it took time.",
              "type": ["integer", "null"],
              "minimum": 0,
              "maximum": 999999999
            },
            "offline": {
              "description": "Whether the platform was out of reach when it happened.",
              "type": "boolean"
            },
            "outcome": {
              "description": "How.",
              "enum": ["forward", "back", "idle", "abandoned"]
            },
            "step": {
              "description": "Which verb.",
              "enum": [
                "emergency",
                "call",
                "number",
                "choice",
                "confirm",
                "request",
                "information",
                "places",
                "card",
                "rating"
              ]
            },
            "position": {
              "description": "Its place in the function, the first is 1.",
              "type": "integer",
              "minimum": 0,
              "maximum": 999999999
            },
            "first_key_ms": {
              "description": "From its appearance to the first key; null if no key came.",
              "type": ["integer", "null"],
              "minimum": 0,
              "maximum": 999999999
            },
            "wrong_keys": {
              "description": "Keys that meant nothing on it.",
              "type": "integer",
              "minimum": 0,
              "maximum": 999999999
            },
            "repeats": {
              "description": "\"Say it again\" on it.",
              "type": "integer",
              "minimum": 0,
              "maximum": 999999999
            }
          },
          "required": [
            "booth",
            "session",
            "function",
            "official_category",
            "language",
            "input",
            "duration_ms",
            "offline",
            "outcome",
            "step",
            "position",
            "first_key_ms",
            "wrong_keys",
            "repeats"
          ],
          "additionalProperties": false
        }
        """#,
    ]
}
