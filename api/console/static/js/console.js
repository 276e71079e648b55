// The console's behaviour. Every page works as plain links and forms; these modules make it live.
import "./forms.js";
import "./live.js";
import "./thread.js";
import "./composer.js";
import "./keys.js";
import "./palette.js";
import "./small.js";
import "./exports.js";
import "./approvals.js";
