//! The styles of the managed sign-in pages, with images whose bytes a reader drops.

use crate::clients;
use crate::json::seconds;
use serde_json::{Value, json};

/// A style and the app client that has it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Style {
    pub(crate) id: &'static str,
    pub(crate) client: &'static str,
    /// Whether it is AWS's own style, with nothing of the customer's in it.
    default: bool,
}

const CREATED_MS: i64 = 1_735_000_000_250;

/// A drawing and a picture, both with [`crate::SECRET_MARK`] in their bytes, as base64.
const SVG: &str = "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHdpZHRoPSI4IiBoZWlnaHQ9IjgiPjwhLS0gaW1hZ2UgYnl0ZXMgdGhhdCBtdXN0LW5ldmVyLWJlLXN0b3JlZCAtLT48cmVjdCB3aWR0aD0iOCIgaGVpZ2h0PSI4IiBmaWxsPSIjMjQ2Ii8+PC9zdmc+";
const PNG: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAAHHRFWHRDb21tZW50AG11c3QtbmV2ZXItYmUtc3RvcmVkwGDG2QAAAAxJREFUeJxjUHJJAwABWADNdcH+GgAAAABJRU5ErkJggg==";

/// All of them. The client without people has none.
pub(crate) const ALL: [Style; 2] = [
    Style {
        id: "57e11e00-0001-4b5c-8d6e-000000000001",
        client: clients::WEB,
        default: false,
    },
    Style {
        id: "57e11e00-0002-4b5c-8d6e-000000000002",
        client: clients::MOBILE,
        default: true,
    },
];

impl Style {
    /// As it is described; `merged` with AWS's own settings where the style leaves them as they
    /// are.
    pub(crate) fn json(&self, pool_id: &str, merged: bool) -> Value {
        let mut settings = json!({});
        let mut assets = Vec::new();
        if !self.default {
            settings["categories"] = json!({
                "form": { "displayGraphics": true, "location": { "horizontal": "CENTER", "vertical": "CENTER" } },
                "global": { "colorSchemeMode": "LIGHT", "pageHeader": { "enabled": true } },
            });
            settings["note"] = json!("« hostile » \"quotes\" \n 🎨 {{7*7}}");
            settings["numbers"] = json!([0, -1.5, 9_007_199_254_740_993_u64, null, true]);
            assets.push(image("PAGE_HEADER_LOGO", "LIGHT", "SVG", SVG));
            assets.push(image("FAVICON_ICO", "DYNAMIC", "PNG", PNG));
        }
        if merged {
            settings["componentClasses"] =
                json!({ "buttons": { "borderRadius": 8.0 }, "link": { "lightMode": {} } });
            assets.push(image("FORM_LOGO", "DARK", "PNG", PNG));
        }
        let mut style = json!({
            "ManagedLoginBrandingId": self.id,
            "UserPoolId": pool_id,
            "UseCognitoProvidedValues": self.default,
            "CreationDate": seconds(CREATED_MS),
            "LastModifiedDate": seconds(CREATED_MS + 5_000),
        });
        if !self.default || merged {
            style["Settings"] = settings;
            style["Assets"] = json!(assets);
        }
        style
    }
}

fn image(category: &str, mode: &str, extension: &str, bytes: &str) -> Value {
    json!({ "Category": category, "ColorMode": mode, "Extension": extension, "Bytes": bytes })
}
