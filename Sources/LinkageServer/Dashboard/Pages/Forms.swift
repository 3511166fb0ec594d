// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Reports

/// The parts of forms; each form brings the session's token back.
enum Forms {
    /// A form of several fields.
    static func form(
        _ path: String,
        _ viewer: Viewer,
        _ button: String,
        style: String = "",
        @MarkupBuilder _ fields: () -> Markup
    ) -> Markup {
        element("form", ["class": "fields", "method": "post", "action": path]) {
            token(viewer.formToken)
            fields()
            element("button", ["class": style]) { button }
        }
    }

    /// A form that is a button alone.
    ///
    /// - Parameter label: what a screen reader says in place of the button's text, where that needs its surroundings.
    static func button(_ path: String, _ viewer: Viewer, _ text: String, label: String? = nil, style: String = "")
        -> Markup
    {
        element("form", ["method": "post", "action": path]) {
            token(viewer.formToken)
            element("button", ["class": style, "aria-label": label ?? text]) { text }
        }
    }

    static func token(_ token: String) -> Markup {
        element("input", ["type": "hidden", "name": tokenName, "value": token])
    }

    /// The field that a form's token comes back in.
    static let tokenName = "form"

    /// One line of text, or of what else `type` says.
    static func field(
        _ label: String,
        _ name: String,
        type: String = "text",
        hint: String = "",
        value: String = "",
        isRequired: Bool = true
    ) -> Markup {
        labelled(label, name, hint) {
            if isRequired {
                element(
                    "input",
                    [
                        "type": type, "id": name, "name": name, "value": value, "autocomplete": "off", "required": "",
                        "aria-describedby": "\(name)-hint",
                    ]
                )
            } else {
                element(
                    "input",
                    [
                        "type": type, "id": name, "name": name, "value": value, "autocomplete": "off",
                        "aria-describedby": "\(name)-hint",
                    ]
                )
            }
        }
    }

    static func area(_ label: String, _ name: String, hint: String) -> Markup {
        labelled(label, name, hint) {
            element(
                "textarea",
                [
                    "id": name, "name": name, "required": "", "spellcheck": "false", "autocomplete": "off",
                    "aria-describedby": "\(name)-hint",
                ]
            )
        }
    }

    static func choice(_ label: String, _ name: String, _ options: [(value: String, text: String)], hint: String = "")
        -> Markup
    {
        labelled(label, name, hint) {
            element("select", ["id": name, "name": name, "aria-describedby": "\(name)-hint"]) {
                for option in options { element("option", ["value": option.value]) { option.text } }
            }
        }
    }

    static func box(_ label: String, _ name: String) -> Markup {
        element("label", ["class": "check"]) {
            element("input", ["type": "checkbox", "name": name, "value": "yes"])
            element("span") { label }
        }
    }

    private static func labelled(_ label: String, _ name: String, _ hint: String, @MarkupBuilder _ field: () -> Markup)
        -> Markup
    {
        element("div") {
            element("label", ["for": name]) { label }
            element("p", ["class": "hint", "id": "\(name)-hint"]) { hint }
            field()
        }
    }
}
