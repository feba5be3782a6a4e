// Made from schemas/desired-state.schema.json by `npm run generate`; do not edit.
"use strict";
exports.isState = validate20;
const schema31 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"urn:trueup:desired-state:v1","title":"TrueUp desired state","description":"Which Microsoft Teams apps people have in their personal scope, at which versions, and what each app may be granted. A folder is the union of its files.","type":"object","additionalProperties":false,"required":["apiVersion"],"properties":{"apiVersion":{"type":"string","const":"trueup/v1","description":"Marks the file as desired state, in this version of the language."},"tenant":{"$ref":"#/$defs/objectId","description":"The tenant this state is for. Required to apply; a token for another tenant is refused."},"use":{"type":"array","description":"Shared files of the fleet that this tenant takes in, such as shared/apps/expenses.yaml. Only a tenant of a fleet can use them.","items":{"$ref":"#/$defs/sharedFile"}},"apps":{"type":"object","description":"The apps this repository manages, by a name of its own. An app that no assignment names is never touched.","propertyNames":{"$ref":"#/$defs/appName"},"additionalProperties":{"$ref":"#/$defs/app"}},"assignments":{"type":"array","description":"Which versions of an app are accepted, for whom.","items":{"$ref":"#/$defs/assignment"}},"users":{"type":"object","description":"The short form: user -> app -> version, or { version, ensure }. A user named here wins over groups, lists and everyone.","propertyNames":{"type":"string","minLength":1},"additionalProperties":{"$ref":"#/$defs/userApps"}},"exceptions":{"type":"array","description":"Deviations that somebody accepts: visible, owned, and with an end. Nothing is changed for these people meanwhile.","items":{"$ref":"#/$defs/exception"}},"rollouts":{"type":"object","description":"How the versions of an app reach people in steps, by the app's name, or `default` for every app without an entry of its own.","propertyNames":{"$ref":"#/$defs/appName"},"additionalProperties":{"$ref":"#/$defs/rollout"}},"policy":{"$ref":"#/$defs/policy"}},"$defs":{"objectId":{"type":"string","pattern":"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"},"sharedFile":{"type":"string","maxLength":1000,"pattern":"^shared(?:/(?![.])[^/\\\\\\x00-\\x1f]+)+[.]ya?ml$"},"appName":{"type":"string","pattern":"^[a-z0-9][a-z0-9-]*$"},"replaces":{"type":"object","description":"An earlier upload of this app, which left the catalog or will leave it. People who have that copy get this app instead. The app is installed and read back before the copy is removed.","additionalProperties":false,"required":["id","removals"],"properties":{"id":{"$ref":"#/$defs/objectId","description":"The catalog id of the earlier upload (Graph: teamsApp.id)."},"removals":{"type":"integer","minimum":0,"description":"So many copies may be due for removal at once. Over it, none is replaced."}}},"owner":{"type":"string","minLength":1,"maxLength":200,"description":"Who has to be asked about the app, such as a team. Reports name it wherever the app's owner has to act."},"userName":{"type":"string","minLength":1,"description":"A user principal name or an object id."},"ensure":{"type":"string","enum":["upgraded","installed","absent","leave"],"description":"upgraded (default): brought to an accepted version where installed. installed: installed too. absent: removed, within policy.maxRemovals. leave: left as it is."},"version":{"type":"string","minLength":1,"description":"Which versions are accepted: latest, a range such as \">=2.3 <3\", \"2.x\" or \"~2.3\", or \"latest <3\". Graph always brings the version the catalog offers."},"app":{"type":"object","additionalProperties":false,"properties":{"manifestId":{"$ref":"#/$defs/objectId","description":"For organization apps: the id in the app's manifest (Graph: teamsApp.externalId)."},"catalogId":{"$ref":"#/$defs/objectId","description":"For Store apps: the id in the catalog (Graph: teamsApp.id)."},"permissions":{"type":"array","description":"Resource-specific permissions approved for this app. What is sent is exactly what the offered version requires, and only if all of it is listed here.","items":{"$ref":"#/$defs/permission"}},"owner":{"$ref":"#/$defs/owner"},"deny":{"type":"array","description":"Versions that nobody is brought to. Reports name the people who have one.","items":{"$ref":"#/$defs/denied"}},"clientAppId":{"$ref":"#/$defs/objectId","description":"The Entra application that may get the consent (Graph: authorization.clientAppId). Where an offered version has another, nothing is written."},"repairConsent":{"enum":["report","upgrade","reinstall"],"default":"report","description":"What is done where somebody's consent is narrower than what the installed version requires. report: reports say so. upgrade: the upgrade call is sent once more with the set, and read back. reinstall: the app is removed and installed again; what it keeps for the person may be gone."},"replaces":{"$ref":"#/$defs/replaces"},"suspend":{"type":"boolean","default":false,"description":"true: never act on this app; its rows are held."}}},"denied":{"type":"object","additionalProperties":false,"required":["versions"],"properties":{"versions":{"type":"string","minLength":1,"description":"A version or a range, such as \"2.4.0\" or \">=2.4 <2.5\"."},"reason":{"type":"string","minLength":1,"maxLength":200,"description":"Why. Reports show it."}}},"permission":{"description":"A permission's name, which means the application type, or its name and type.","oneOf":[{"$ref":"#/$defs/permissionName"},{"type":"object","additionalProperties":false,"required":["value"],"properties":{"value":{"$ref":"#/$defs/permissionName"},"type":{"$ref":"#/$defs/permissionType","default":"application"}}}]},"permissionType":{"type":"string","description":"application or delegated, in any case.","examples":["application","delegated"],"pattern":"^([aA][pP][pP][lL][iI][cC][aA][tT][iI][oO][nN]|[dD][eE][lL][eE][gG][aA][tT][eE][dD])$"},"permissionName":{"type":"string","pattern":"^[A-Za-z][A-Za-z0-9.-]*$"},"assignment":{"type":"object","additionalProperties":false,"required":["app","to"],"properties":{"app":{"$ref":"#/$defs/appName","description":"A name under apps."},"version":{"$ref":"#/$defs/version"},"ensure":{"$ref":"#/$defs/ensure","default":"upgraded"},"to":{"type":"array","minItems":1,"description":"For whom.","items":{"$ref":"#/$defs/target"}},"except":{"type":"array","description":"For whom not, whatever the target in `to` that holds them. Counts for this assignment only.","items":{"$ref":"#/$defs/exceptTarget"}},"accountTypes":{"type":"array","minItems":1,"items":{"type":"string","enum":["person","resource"]},"default":["person"],"description":"Which accounts everyone means. resource: rooms, panels, phones and shared devices, which TeamsUserConfiguration.Read.All tells apart."},"priority":{"type":"integer","minimum":-1000000,"maximum":1000000,"default":0,"description":"Between assignments that name a user equally directly, the higher one wins."}}},"exception":{"type":"object","additionalProperties":false,"required":["app","to","reason","owner","until"],"properties":{"app":{"$ref":"#/$defs/appName","description":"A name under apps."},"to":{"type":"array","minItems":1,"description":"For whom.","items":{"$ref":"#/$defs/target"}},"accept":{"type":"array","minItems":1,"default":["outdated","missing","ahead"],"items":{"type":"string","enum":["outdated","missing","ahead","unwanted","consent-not-approved","consent-narrower","consent-wider","denied-version"]},"description":"What may differ meanwhile. What is not known cannot be accepted."},"reason":{"type":"string","minLength":1,"maxLength":200,"description":"Why. Reports show it."},"owner":{"$ref":"#/$defs/owner"},"until":{"$ref":"#/$defs/day","description":"The last day, such as 2027-01-31; it ends at 24:00 in policy.timeZone."}}},"day":{"type":"string","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},"target":{"type":"object","additionalProperties":false,"if":{"properties":{"allowEmpty":true},"required":["allowEmpty"]},"then":{"minProperties":2,"maxProperties":2},"else":{"minProperties":1,"maxProperties":1},"properties":{"group":{"$ref":"#/$defs/groupTarget"},"user":{"$ref":"#/$defs/userName"},"usersFrom":{"$ref":"#/$defs/listPath"},"everyone":{"type":"boolean","const":true,"description":"Every account that can have the app."},"allowEmpty":{"$ref":"#/$defs/allowEmpty"}}},"exceptTarget":{"type":"object","additionalProperties":false,"if":{"properties":{"allowEmpty":true},"required":["allowEmpty"]},"then":{"minProperties":2,"maxProperties":2},"else":{"minProperties":1,"maxProperties":1},"properties":{"group":{"$ref":"#/$defs/groupTarget"},"user":{"$ref":"#/$defs/userName"},"usersFrom":{"$ref":"#/$defs/listPath"},"allowEmpty":{"$ref":"#/$defs/allowEmpty"}}},"allowEmpty":{"type":"boolean","description":"true: the group or list may be empty. Without it an empty one is a warning, and in except it blocks the assignment's rows."},"protectedTarget":{"description":"A user, or a group.","oneOf":[{"$ref":"#/$defs/userName"},{"type":"object","additionalProperties":false,"required":["group"],"properties":{"group":{"$ref":"#/$defs/groupTarget"},"allowEmpty":{"$ref":"#/$defs/allowEmpty"}}}]},"groupTarget":{"type":"string","minLength":1,"description":"A group's display name or object id; nested members count."},"listPath":{"type":"string","minLength":1,"description":"A CSV file, relative to this file, with principal names or object ids in the column that its header names, or else first in each row."},"userApps":{"type":"object","propertyNames":{"$ref":"#/$defs/appName"},"additionalProperties":{"description":"A version, or a version with ensure.","oneOf":[{"$ref":"#/$defs/version"},{"type":"object","additionalProperties":false,"properties":{"version":{"$ref":"#/$defs/version"},"ensure":{"$ref":"#/$defs/ensure","default":"upgraded"}}}]}},"limit":{"description":"A number of rows, or a share of all rows of the desired state such as \"20%\".","oneOf":[{"type":"integer","minimum":0},{"type":"string","pattern":"^(100|[0-9]{1,2})%$"}]},"policy":{"type":"object","additionalProperties":false,"description":"What holds actions back. Of a folder, only in the file policy.yaml at its root.","properties":{"sections":{"type":"object","additionalProperties":false,"description":"Where a section may stand; elsewhere it is an error. So code owners can be given to folders.","properties":{"apps":{"$ref":"#/$defs/globs"},"assignments":{"$ref":"#/$defs/globs"},"users":{"$ref":"#/$defs/globs"},"tenant":{"$ref":"#/$defs/globs"},"rollouts":{"$ref":"#/$defs/globs"},"exceptions":{"$ref":"#/$defs/globs"}}},"protectedUsers":{"type":"array","description":"Users or groups that are never acted on; their rows are held.","items":{"$ref":"#/$defs/protectedTarget"}},"maxChanges":{"$ref":"#/$defs/limit","default":100,"description":"More changes in one run than this: every action is held."},"maxRemovals":{"$ref":"#/$defs/limit","default":0,"description":"More uninstalls due than this, before waves: every uninstall is held."},"perRun":{"type":"integer","minimum":1,"description":"At most so many rows act in one run; the others are held for later runs."},"perDay":{"type":"integer","minimum":1,"description":"At most so many changes are sent in any 24 hours, over all apps and runs; the others are held for later."},"maxDue":{"$ref":"#/$defs/limit","description":"More changes due in all than this, before waves: every action is held."},"suspend":{"type":"boolean","default":false,"description":"true: every action is held."},"timeZone":{"type":"string","minLength":1,"default":"UTC","description":"The time zone of windows and of the ends of exceptions, such as Europe/Berlin."},"windows":{"type":"object","description":"Hours of a week, by a name of their own.","propertyNames":{"$ref":"#/$defs/windowName"},"additionalProperties":{"$ref":"#/$defs/window"}},"window":{"$ref":"#/$defs/windowName","description":"A name under windows: only in these hours a change may begin. What is under way at their end is finished."}}},"windowName":{"type":"string","pattern":"^[a-z0-9][a-z0-9-]*$"},"window":{"type":"object","additionalProperties":false,"required":["days","from","to"],"properties":{"days":{"type":"array","minItems":1,"items":{"type":"string","enum":["Mon","Tue","Wed","Thu","Fri","Sat","Sun"]},"description":"The days on which it begins."},"from":{"$ref":"#/$defs/timeOfDay"},"to":{"$ref":"#/$defs/timeOfDay","description":"Before from: of the next day. 24:00 is the end of the day."}}},"timeOfDay":{"type":"string","pattern":"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"},"rollout":{"type":"object","additionalProperties":false,"required":["rings"],"properties":{"rings":{"type":"array","minItems":1,"description":"Whom a version reaches, step by step. Exactly one ring has neither to nor share: everybody else.","items":{"$ref":"#/$defs/ring"}},"gates":{"$ref":"#/$defs/gates"},"window":{"$ref":"#/$defs/windowName","description":"A name of policy.windows: this app's changes begin only while it is open, and policy.window too."},"after":{"$ref":"#/$defs/duration","default":"0s","description":"The rollout begins so long after the store first saw the version."},"expires":{"$ref":"#/$defs/duration","description":"Without a change or a new ring for so long, the rollout is over until somebody resumes it. Suspended times and closed windows do not count."},"rotate":{"type":"boolean","default":false,"description":"true: each version meets other people first."},"urgent":{"$ref":"#/$defs/digest","description":"The digest of a definition that does not wait: soaks and after are skipped, and removals need not prove anything."},"resume":{"$ref":"#/$defs/haltName","description":"The halt that is lifted, as the plan names it: the digest of the definition, a slash, and the number of the halt."}}},"ring":{"type":"object","additionalProperties":false,"required":["name"],"properties":{"name":{"$ref":"#/$defs/plainName","description":"What reports call it."},"to":{"type":"array","minItems":1,"description":"Who is in it, over any share.","items":{"$ref":"#/$defs/exceptTarget"}},"share":{"$ref":"#/$defs/percent","description":"The part of everybody else that has the version when this ring is open, the shares before it included."},"atLeast":{"type":"integer","minimum":1,"description":"The share is raised to so many people, and to half of everybody at most."},"soak":{"$ref":"#/$defs/duration","default":"24h","description":"The next ring opens so long after this one is complete, at the earliest."},"proof":{"type":"string","const":"none","description":"none: the next ring opens also where this one is too small to show whether people remove the app."}}},"gates":{"type":"object","additionalProperties":false,"description":"What has to be well before the next ring opens. A gate that is not written does not exist.","properties":{"refusals":{"type":"object","additionalProperties":false,"required":["halt"],"properties":{"halt":{"$ref":"#/$defs/threshold","description":"So many refused changes halt the rollout."},"atLeast":{"type":"integer","minimum":1,"default":20,"description":"Fewer changes than this were tried: the gate never halts."}}},"readBack":{"type":"object","additionalProperties":false,"required":["halt"],"properties":{"halt":{"$ref":"#/$defs/threshold","description":"So many changes that came back as something else than planned halt the rollout."}}},"unverified":{"type":"object","additionalProperties":false,"required":["wait"],"properties":{"wait":{"$ref":"#/$defs/threshold","description":"While so many changes are not visible, no ring opens."}}},"removals":{"type":"object","additionalProperties":false,"required":["within","harmful"],"properties":{"within":{"$ref":"#/$defs/duration","description":"So long after an upgrade a removal counts."},"harmful":{"$ref":"#/$defs/percent","description":"So many more of the upgraded people remove the app than of the others: the rollout halts."},"falseHalts":{"$ref":"#/$defs/percent","default":"1%","description":"So many good versions may be halted by chance."},"missedHarm":{"$ref":"#/$defs/percent","default":"1%","description":"So many harmful versions may pass by chance."}}},"signals":{"type":"array","minItems":1,"items":{"$ref":"#/$defs/signal"}}}},"signal":{"type":"object","additionalProperties":false,"required":["name","ok"],"properties":{"name":{"$ref":"#/$defs/plainName","description":"What reports call it."},"prometheus":{"type":"string","minLength":1,"description":"A query that gives one number. TRUEUP_PROMETHEUS_URL says where Prometheus is."},"get":{"type":"string","minLength":1,"description":"An address that answers with JSON: https, or http on this machine."},"pointer":{"$ref":"#/$defs/jsonPointer","description":"Where in the answer of get the figure is, as a JSON Pointer such as /state."},"tokenFrom":{"$ref":"#/$defs/signalVariable","description":"The environment variable whose value is sent to the address of get as a bearer token."},"ok":{"$ref":"#/$defs/condition"},"fail":{"$ref":"#/$defs/condition"},"every":{"$ref":"#/$defs/duration","default":"15m","description":"It is asked for at most so often."}}},"condition":{"description":"A comparison such as \"< 3\", or the value itself.","oneOf":[{"type":"string","minLength":1},{"type":"number"},{"type":"boolean"}]},"jsonPointer":{"type":"string","pattern":"^(/.*)?$"},"signalVariable":{"type":"string","pattern":"^TRUEUP_SIGNAL_[A-Z0-9_]+$"},"plainName":{"type":"string","pattern":"^[a-z0-9][a-z0-9-]*$"},"duration":{"type":"string","pattern":"^[0-9]{1,6}(\\.[0-9]{1,3})?[smhd]$"},"percent":{"type":"string","pattern":"^(100|[0-9]{1,2}(\\.[0-9]{1,4})?)%$"},"threshold":{"description":"A number, or a share such as \"2%\".","oneOf":[{"type":"integer","minimum":1},{"type":"string","pattern":"^(100|[0-9]{1,2}(\\.[0-9]{1,4})?)%$"}]},"digest":{"type":"string","pattern":"^sha256:[0-9a-f]{64}$"},"haltName":{"type":"string","pattern":"^sha256:[0-9a-f]{64}/[1-9][0-9]{0,5}$"},"globs":{"type":"array","minItems":1,"items":{"type":"string","minLength":1}}}};
const schema32 = {"type":"string","pattern":"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"};
const schema33 = {"type":"string","maxLength":1000,"pattern":"^shared(?:/(?![.])[^/\\\\\\x00-\\x1f]+)+[.]ya?ml$"};
const schema34 = {"type":"string","pattern":"^[a-z0-9][a-z0-9-]*$"};
const func1 = Object.prototype.hasOwnProperty;
const func2 = require("ajv/dist/runtime/ucs2length").default;
const pattern4 = new RegExp("^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$", "u");
const pattern5 = new RegExp("^shared(?:/(?![.])[^/\\\\\\x00-\\x1f]+)+[.]ya?ml$", "u");
const pattern6 = new RegExp("^[a-z0-9][a-z0-9-]*$", "u");
const schema35 = {"type":"object","additionalProperties":false,"properties":{"manifestId":{"$ref":"#/$defs/objectId","description":"For organization apps: the id in the app's manifest (Graph: teamsApp.externalId)."},"catalogId":{"$ref":"#/$defs/objectId","description":"For Store apps: the id in the catalog (Graph: teamsApp.id)."},"permissions":{"type":"array","description":"Resource-specific permissions approved for this app. What is sent is exactly what the offered version requires, and only if all of it is listed here.","items":{"$ref":"#/$defs/permission"}},"owner":{"$ref":"#/$defs/owner"},"deny":{"type":"array","description":"Versions that nobody is brought to. Reports name the people who have one.","items":{"$ref":"#/$defs/denied"}},"clientAppId":{"$ref":"#/$defs/objectId","description":"The Entra application that may get the consent (Graph: authorization.clientAppId). Where an offered version has another, nothing is written."},"repairConsent":{"enum":["report","upgrade","reinstall"],"default":"report","description":"What is done where somebody's consent is narrower than what the installed version requires. report: reports say so. upgrade: the upgrade call is sent once more with the set, and read back. reinstall: the app is removed and installed again; what it keeps for the person may be gone."},"replaces":{"$ref":"#/$defs/replaces"},"suspend":{"type":"boolean","default":false,"description":"true: never act on this app; its rows are held."}}};
const schema42 = {"type":"string","minLength":1,"maxLength":200,"description":"Who has to be asked about the app, such as a team. Reports name it wherever the app's owner has to act."};
const schema43 = {"type":"object","additionalProperties":false,"required":["versions"],"properties":{"versions":{"type":"string","minLength":1,"description":"A version or a range, such as \"2.4.0\" or \">=2.4 <2.5\"."},"reason":{"type":"string","minLength":1,"maxLength":200,"description":"Why. Reports show it."}}};
const schema38 = {"description":"A permission's name, which means the application type, or its name and type.","oneOf":[{"$ref":"#/$defs/permissionName"},{"type":"object","additionalProperties":false,"required":["value"],"properties":{"value":{"$ref":"#/$defs/permissionName"},"type":{"$ref":"#/$defs/permissionType","default":"application"}}}]};
const schema39 = {"type":"string","pattern":"^[A-Za-z][A-Za-z0-9.-]*$"};
const schema41 = {"type":"string","description":"application or delegated, in any case.","examples":["application","delegated"],"pattern":"^([aA][pP][pP][lL][iI][cC][aA][tT][iI][oO][nN]|[dD][eE][lL][eE][gG][aA][tT][eE][dD])$"};
const pattern9 = new RegExp("^[A-Za-z][A-Za-z0-9.-]*$", "u");
const pattern11 = new RegExp("^([aA][pP][pP][lL][iI][cC][aA][tT][iI][oO][nN]|[dD][eE][lL][eE][gG][aA][tT][eE][dD])$", "u");

function validate22(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate22.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
const _errs0 = errors;
let valid0 = false;
let passing0 = null;
const _errs1 = errors;
if(typeof data === "string"){
if(!pattern9.test(data)){
const err0 = {instancePath,schemaPath:"#/$defs/permissionName/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z][A-Za-z0-9.-]*$"},schema:"^[A-Za-z][A-Za-z0-9.-]*$",parentSchema:schema39,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
else {
const err1 = {instancePath,schemaPath:"#/$defs/permissionName/type",keyword:"type",params:{type: "string"},schema:schema39.type,parentSchema:schema39,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
var _valid0 = _errs1 === errors;
if(_valid0){
valid0 = true;
passing0 = 0;
}
const _errs4 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.value === undefined){
const err2 = {instancePath,schemaPath:"#/oneOf/1/required",keyword:"required",params:{missingProperty: "value"},schema:schema38.oneOf[1].required,parentSchema:schema38.oneOf[1],data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
for(const key0 in data){
if(!((key0 === "value") || (key0 === "type"))){
const err3 = {instancePath,schemaPath:"#/oneOf/1/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema38.oneOf[1],data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.value !== undefined){
let data0 = data.value;
if(typeof data0 === "string"){
if(!pattern9.test(data0)){
const err4 = {instancePath:instancePath+"/value",schemaPath:"#/$defs/permissionName/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z][A-Za-z0-9.-]*$"},schema:"^[A-Za-z][A-Za-z0-9.-]*$",parentSchema:schema39,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/value",schemaPath:"#/$defs/permissionName/type",keyword:"type",params:{type: "string"},schema:schema39.type,parentSchema:schema39,data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.type !== undefined){
let data1 = data.type;
if(typeof data1 === "string"){
if(!pattern11.test(data1)){
const err6 = {instancePath:instancePath+"/type",schemaPath:"#/$defs/permissionType/pattern",keyword:"pattern",params:{pattern: "^([aA][pP][pP][lL][iI][cC][aA][tT][iI][oO][nN]|[dD][eE][lL][eE][gG][aA][tT][eE][dD])$"},schema:"^([aA][pP][pP][lL][iI][cC][aA][tT][iI][oO][nN]|[dD][eE][lL][eE][gG][aA][tT][eE][dD])$",parentSchema:schema41,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
else {
const err7 = {instancePath:instancePath+"/type",schemaPath:"#/$defs/permissionType/type",keyword:"type",params:{type: "string"},schema:schema41.type,parentSchema:schema41,data:data1};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
}
else {
const err8 = {instancePath,schemaPath:"#/oneOf/1/type",keyword:"type",params:{type: "object"},schema:schema38.oneOf[1].type,parentSchema:schema38.oneOf[1],data};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
var _valid0 = _errs4 === errors;
if(_valid0 && valid0){
valid0 = false;
passing0 = [passing0, 1];
}
else {
if(_valid0){
valid0 = true;
passing0 = 1;
var props0 = true;
}
}
if(!valid0){
const err9 = {instancePath,schemaPath:"#/oneOf",keyword:"oneOf",params:{passingSchemas: passing0},schema:schema38.oneOf,parentSchema:schema38,data};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
else {
errors = _errs0;
if(vErrors !== null){
if(_errs0){
vErrors.length = _errs0;
}
else {
vErrors = null;
}
}
}
validate22.errors = vErrors;
evaluated0.props = props0;
return errors === 0;
}
validate22.evaluated = {"dynamicProps":true,"dynamicItems":false};

const schema45 = {"type":"object","description":"An earlier upload of this app, which left the catalog or will leave it. People who have that copy get this app instead. The app is installed and read back before the copy is removed.","additionalProperties":false,"required":["id","removals"],"properties":{"id":{"$ref":"#/$defs/objectId","description":"The catalog id of the earlier upload (Graph: teamsApp.id)."},"removals":{"type":"integer","minimum":0,"description":"So many copies may be due for removal at once. Over it, none is replaced."}}};

function validate24(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate24.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.id === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "id"},schema:schema45.required,parentSchema:schema45,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.removals === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "removals"},schema:schema45.required,parentSchema:schema45,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
for(const key0 in data){
if(!((key0 === "id") || (key0 === "removals"))){
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema45,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.id !== undefined){
let data0 = data.id;
if(typeof data0 === "string"){
if(!pattern4.test(data0)){
const err3 = {instancePath:instancePath+"/id",schemaPath:"#/$defs/objectId/pattern",keyword:"pattern",params:{pattern: "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"},schema:"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$",parentSchema:schema32,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
else {
const err4 = {instancePath:instancePath+"/id",schemaPath:"#/$defs/objectId/type",keyword:"type",params:{type: "string"},schema:schema32.type,parentSchema:schema32,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.removals !== undefined){
let data1 = data.removals;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
const err5 = {instancePath:instancePath+"/removals",schemaPath:"#/properties/removals/type",keyword:"type",params:{type: "integer"},schema:schema45.properties.removals.type,parentSchema:schema45.properties.removals,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 < 0 || isNaN(data1)){
const err6 = {instancePath:instancePath+"/removals",schemaPath:"#/properties/removals/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},schema:0,parentSchema:schema45.properties.removals,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
}
}
else {
const err7 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema45.type,parentSchema:schema45,data};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
validate24.errors = vErrors;
return errors === 0;
}
validate24.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate21(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate21.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(func1.call(schema35.properties, key0))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema35,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.manifestId !== undefined){
let data0 = data.manifestId;
if(typeof data0 === "string"){
if(!pattern4.test(data0)){
const err1 = {instancePath:instancePath+"/manifestId",schemaPath:"#/$defs/objectId/pattern",keyword:"pattern",params:{pattern: "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"},schema:"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$",parentSchema:schema32,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
else {
const err2 = {instancePath:instancePath+"/manifestId",schemaPath:"#/$defs/objectId/type",keyword:"type",params:{type: "string"},schema:schema32.type,parentSchema:schema32,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.catalogId !== undefined){
let data1 = data.catalogId;
if(typeof data1 === "string"){
if(!pattern4.test(data1)){
const err3 = {instancePath:instancePath+"/catalogId",schemaPath:"#/$defs/objectId/pattern",keyword:"pattern",params:{pattern: "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"},schema:"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$",parentSchema:schema32,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
else {
const err4 = {instancePath:instancePath+"/catalogId",schemaPath:"#/$defs/objectId/type",keyword:"type",params:{type: "string"},schema:schema32.type,parentSchema:schema32,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.permissions !== undefined){
let data2 = data.permissions;
if(Array.isArray(data2)){
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
if(!(validate22(data2[i0], {instancePath:instancePath+"/permissions/" + i0,parentData:data2,parentDataProperty:i0,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate22.errors : vErrors.concat(validate22.errors);
errors = vErrors.length;
}
}
}
else {
const err5 = {instancePath:instancePath+"/permissions",schemaPath:"#/properties/permissions/type",keyword:"type",params:{type: "array"},schema:schema35.properties.permissions.type,parentSchema:schema35.properties.permissions,data:data2};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.owner !== undefined){
let data4 = data.owner;
if(typeof data4 === "string"){
if(func2(data4) > 200){
const err6 = {instancePath:instancePath+"/owner",schemaPath:"#/$defs/owner/maxLength",keyword:"maxLength",params:{limit: 200},schema:200,parentSchema:schema42,data:data4};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(func2(data4) < 1){
const err7 = {instancePath:instancePath+"/owner",schemaPath:"#/$defs/owner/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema42,data:data4};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
else {
const err8 = {instancePath:instancePath+"/owner",schemaPath:"#/$defs/owner/type",keyword:"type",params:{type: "string"},schema:schema42.type,parentSchema:schema42,data:data4};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.deny !== undefined){
let data5 = data.deny;
if(Array.isArray(data5)){
const len1 = data5.length;
for(let i1=0; i1<len1; i1++){
let data6 = data5[i1];
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
if(data6.versions === undefined){
const err9 = {instancePath:instancePath+"/deny/" + i1,schemaPath:"#/$defs/denied/required",keyword:"required",params:{missingProperty: "versions"},schema:schema43.required,parentSchema:schema43,data:data6};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
for(const key1 in data6){
if(!((key1 === "versions") || (key1 === "reason"))){
const err10 = {instancePath:instancePath+"/deny/" + i1,schemaPath:"#/$defs/denied/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},schema:false,parentSchema:schema43,data:data6};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data6.versions !== undefined){
let data7 = data6.versions;
if(typeof data7 === "string"){
if(func2(data7) < 1){
const err11 = {instancePath:instancePath+"/deny/" + i1+"/versions",schemaPath:"#/$defs/denied/properties/versions/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema43.properties.versions,data:data7};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
else {
const err12 = {instancePath:instancePath+"/deny/" + i1+"/versions",schemaPath:"#/$defs/denied/properties/versions/type",keyword:"type",params:{type: "string"},schema:schema43.properties.versions.type,parentSchema:schema43.properties.versions,data:data7};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data6.reason !== undefined){
let data8 = data6.reason;
if(typeof data8 === "string"){
if(func2(data8) > 200){
const err13 = {instancePath:instancePath+"/deny/" + i1+"/reason",schemaPath:"#/$defs/denied/properties/reason/maxLength",keyword:"maxLength",params:{limit: 200},schema:200,parentSchema:schema43.properties.reason,data:data8};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(func2(data8) < 1){
const err14 = {instancePath:instancePath+"/deny/" + i1+"/reason",schemaPath:"#/$defs/denied/properties/reason/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema43.properties.reason,data:data8};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
else {
const err15 = {instancePath:instancePath+"/deny/" + i1+"/reason",schemaPath:"#/$defs/denied/properties/reason/type",keyword:"type",params:{type: "string"},schema:schema43.properties.reason.type,parentSchema:schema43.properties.reason,data:data8};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
}
else {
const err16 = {instancePath:instancePath+"/deny/" + i1,schemaPath:"#/$defs/denied/type",keyword:"type",params:{type: "object"},schema:schema43.type,parentSchema:schema43,data:data6};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
}
else {
const err17 = {instancePath:instancePath+"/deny",schemaPath:"#/properties/deny/type",keyword:"type",params:{type: "array"},schema:schema35.properties.deny.type,parentSchema:schema35.properties.deny,data:data5};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data.clientAppId !== undefined){
let data9 = data.clientAppId;
if(typeof data9 === "string"){
if(!pattern4.test(data9)){
const err18 = {instancePath:instancePath+"/clientAppId",schemaPath:"#/$defs/objectId/pattern",keyword:"pattern",params:{pattern: "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"},schema:"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$",parentSchema:schema32,data:data9};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
else {
const err19 = {instancePath:instancePath+"/clientAppId",schemaPath:"#/$defs/objectId/type",keyword:"type",params:{type: "string"},schema:schema32.type,parentSchema:schema32,data:data9};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data.repairConsent !== undefined){
let data10 = data.repairConsent;
if(!(((data10 === "report") || (data10 === "upgrade")) || (data10 === "reinstall"))){
const err20 = {instancePath:instancePath+"/repairConsent",schemaPath:"#/properties/repairConsent/enum",keyword:"enum",params:{allowedValues: schema35.properties.repairConsent.enum},schema:schema35.properties.repairConsent.enum,parentSchema:schema35.properties.repairConsent,data:data10};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data.replaces !== undefined){
if(!(validate24(data.replaces, {instancePath:instancePath+"/replaces",parentData:data,parentDataProperty:"replaces",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate24.errors : vErrors.concat(validate24.errors);
errors = vErrors.length;
}
}
if(data.suspend !== undefined){
let data12 = data.suspend;
if(typeof data12 !== "boolean"){
const err21 = {instancePath:instancePath+"/suspend",schemaPath:"#/properties/suspend/type",keyword:"type",params:{type: "boolean"},schema:schema35.properties.suspend.type,parentSchema:schema35.properties.suspend,data:data12};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
}
else {
const err22 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema35.type,parentSchema:schema35,data};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
validate21.errors = vErrors;
return errors === 0;
}
validate21.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema47 = {"type":"object","additionalProperties":false,"required":["app","to"],"properties":{"app":{"$ref":"#/$defs/appName","description":"A name under apps."},"version":{"$ref":"#/$defs/version"},"ensure":{"$ref":"#/$defs/ensure","default":"upgraded"},"to":{"type":"array","minItems":1,"description":"For whom.","items":{"$ref":"#/$defs/target"}},"except":{"type":"array","description":"For whom not, whatever the target in `to` that holds them. Counts for this assignment only.","items":{"$ref":"#/$defs/exceptTarget"}},"accountTypes":{"type":"array","minItems":1,"items":{"type":"string","enum":["person","resource"]},"default":["person"],"description":"Which accounts everyone means. resource: rooms, panels, phones and shared devices, which TeamsUserConfiguration.Read.All tells apart."},"priority":{"type":"integer","minimum":-1000000,"maximum":1000000,"default":0,"description":"Between assignments that name a user equally directly, the higher one wins."}}};
const schema49 = {"type":"string","minLength":1,"description":"Which versions are accepted: latest, a range such as \">=2.3 <3\", \"2.x\" or \"~2.3\", or \"latest <3\". Graph always brings the version the catalog offers."};
const schema50 = {"type":"string","enum":["upgraded","installed","absent","leave"],"description":"upgraded (default): brought to an accepted version where installed. installed: installed too. absent: removed, within policy.maxRemovals. leave: left as it is."};
const schema51 = {"type":"object","additionalProperties":false,"if":{"properties":{"allowEmpty":true},"required":["allowEmpty"]},"then":{"minProperties":2,"maxProperties":2},"else":{"minProperties":1,"maxProperties":1},"properties":{"group":{"$ref":"#/$defs/groupTarget"},"user":{"$ref":"#/$defs/userName"},"usersFrom":{"$ref":"#/$defs/listPath"},"everyone":{"type":"boolean","const":true,"description":"Every account that can have the app."},"allowEmpty":{"$ref":"#/$defs/allowEmpty"}}};
const schema52 = {"type":"string","minLength":1,"description":"A group's display name or object id; nested members count."};
const schema53 = {"type":"string","minLength":1,"description":"A user principal name or an object id."};
const schema54 = {"type":"string","minLength":1,"description":"A CSV file, relative to this file, with principal names or object ids in the column that its header names, or else first in each row."};
const schema55 = {"type":"boolean","description":"true: the group or list may be empty. Without it an empty one is a warning, and in except it blocks the assignment's rows."};

function validate28(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate28.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
const _errs1 = errors;
let valid0 = true;
const _errs2 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.allowEmpty === undefined) && (missing0 = "allowEmpty")){
const err0 = {};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
var _valid0 = _errs2 === errors;
errors = _errs1;
if(vErrors !== null){
if(_errs1){
vErrors.length = _errs1;
}
else {
vErrors = null;
}
}
let ifClause0;
if(_valid0){
const _errs3 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length > 2){
const err1 = {instancePath,schemaPath:"#/then/maxProperties",keyword:"maxProperties",params:{limit: 2},schema:2,parentSchema:schema51.then,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(Object.keys(data).length < 2){
const err2 = {instancePath,schemaPath:"#/then/minProperties",keyword:"minProperties",params:{limit: 2},schema:2,parentSchema:schema51.then,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
var _valid0 = _errs3 === errors;
valid0 = _valid0;
ifClause0 = "then";
}
else {
const _errs4 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length > 1){
const err3 = {instancePath,schemaPath:"#/else/maxProperties",keyword:"maxProperties",params:{limit: 1},schema:1,parentSchema:schema51.else,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(Object.keys(data).length < 1){
const err4 = {instancePath,schemaPath:"#/else/minProperties",keyword:"minProperties",params:{limit: 1},schema:1,parentSchema:schema51.else,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
var _valid0 = _errs4 === errors;
valid0 = _valid0;
ifClause0 = "else";
}
if(!valid0){
const err5 = {instancePath,schemaPath:"#/if",keyword:"if",params:{failingKeyword: ifClause0},schema:schema51.if,parentSchema:schema51,data};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(((((key0 === "group") || (key0 === "user")) || (key0 === "usersFrom")) || (key0 === "everyone")) || (key0 === "allowEmpty"))){
const err6 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema51,data};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.group !== undefined){
let data0 = data.group;
if(typeof data0 === "string"){
if(func2(data0) < 1){
const err7 = {instancePath:instancePath+"/group",schemaPath:"#/$defs/groupTarget/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema52,data:data0};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
else {
const err8 = {instancePath:instancePath+"/group",schemaPath:"#/$defs/groupTarget/type",keyword:"type",params:{type: "string"},schema:schema52.type,parentSchema:schema52,data:data0};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.user !== undefined){
let data1 = data.user;
if(typeof data1 === "string"){
if(func2(data1) < 1){
const err9 = {instancePath:instancePath+"/user",schemaPath:"#/$defs/userName/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema53,data:data1};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
else {
const err10 = {instancePath:instancePath+"/user",schemaPath:"#/$defs/userName/type",keyword:"type",params:{type: "string"},schema:schema53.type,parentSchema:schema53,data:data1};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.usersFrom !== undefined){
let data2 = data.usersFrom;
if(typeof data2 === "string"){
if(func2(data2) < 1){
const err11 = {instancePath:instancePath+"/usersFrom",schemaPath:"#/$defs/listPath/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema54,data:data2};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
else {
const err12 = {instancePath:instancePath+"/usersFrom",schemaPath:"#/$defs/listPath/type",keyword:"type",params:{type: "string"},schema:schema54.type,parentSchema:schema54,data:data2};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.everyone !== undefined){
let data3 = data.everyone;
if(typeof data3 !== "boolean"){
const err13 = {instancePath:instancePath+"/everyone",schemaPath:"#/properties/everyone/type",keyword:"type",params:{type: "boolean"},schema:schema51.properties.everyone.type,parentSchema:schema51.properties.everyone,data:data3};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(true !== data3){
const err14 = {instancePath:instancePath+"/everyone",schemaPath:"#/properties/everyone/const",keyword:"const",params:{allowedValue: true},schema:true,parentSchema:schema51.properties.everyone,data:data3};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.allowEmpty !== undefined){
let data4 = data.allowEmpty;
if(typeof data4 !== "boolean"){
const err15 = {instancePath:instancePath+"/allowEmpty",schemaPath:"#/$defs/allowEmpty/type",keyword:"type",params:{type: "boolean"},schema:schema55.type,parentSchema:schema55,data:data4};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
}
else {
const err16 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema51.type,parentSchema:schema51,data};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
validate28.errors = vErrors;
return errors === 0;
}
validate28.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema56 = {"type":"object","additionalProperties":false,"if":{"properties":{"allowEmpty":true},"required":["allowEmpty"]},"then":{"minProperties":2,"maxProperties":2},"else":{"minProperties":1,"maxProperties":1},"properties":{"group":{"$ref":"#/$defs/groupTarget"},"user":{"$ref":"#/$defs/userName"},"usersFrom":{"$ref":"#/$defs/listPath"},"allowEmpty":{"$ref":"#/$defs/allowEmpty"}}};

function validate30(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate30.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
const _errs1 = errors;
let valid0 = true;
const _errs2 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.allowEmpty === undefined) && (missing0 = "allowEmpty")){
const err0 = {};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
var _valid0 = _errs2 === errors;
errors = _errs1;
if(vErrors !== null){
if(_errs1){
vErrors.length = _errs1;
}
else {
vErrors = null;
}
}
let ifClause0;
if(_valid0){
const _errs3 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length > 2){
const err1 = {instancePath,schemaPath:"#/then/maxProperties",keyword:"maxProperties",params:{limit: 2},schema:2,parentSchema:schema56.then,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(Object.keys(data).length < 2){
const err2 = {instancePath,schemaPath:"#/then/minProperties",keyword:"minProperties",params:{limit: 2},schema:2,parentSchema:schema56.then,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
var _valid0 = _errs3 === errors;
valid0 = _valid0;
ifClause0 = "then";
}
else {
const _errs4 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length > 1){
const err3 = {instancePath,schemaPath:"#/else/maxProperties",keyword:"maxProperties",params:{limit: 1},schema:1,parentSchema:schema56.else,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(Object.keys(data).length < 1){
const err4 = {instancePath,schemaPath:"#/else/minProperties",keyword:"minProperties",params:{limit: 1},schema:1,parentSchema:schema56.else,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
var _valid0 = _errs4 === errors;
valid0 = _valid0;
ifClause0 = "else";
}
if(!valid0){
const err5 = {instancePath,schemaPath:"#/if",keyword:"if",params:{failingKeyword: ifClause0},schema:schema56.if,parentSchema:schema56,data};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((((key0 === "group") || (key0 === "user")) || (key0 === "usersFrom")) || (key0 === "allowEmpty"))){
const err6 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema56,data};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.group !== undefined){
let data0 = data.group;
if(typeof data0 === "string"){
if(func2(data0) < 1){
const err7 = {instancePath:instancePath+"/group",schemaPath:"#/$defs/groupTarget/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema52,data:data0};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
else {
const err8 = {instancePath:instancePath+"/group",schemaPath:"#/$defs/groupTarget/type",keyword:"type",params:{type: "string"},schema:schema52.type,parentSchema:schema52,data:data0};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.user !== undefined){
let data1 = data.user;
if(typeof data1 === "string"){
if(func2(data1) < 1){
const err9 = {instancePath:instancePath+"/user",schemaPath:"#/$defs/userName/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema53,data:data1};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
else {
const err10 = {instancePath:instancePath+"/user",schemaPath:"#/$defs/userName/type",keyword:"type",params:{type: "string"},schema:schema53.type,parentSchema:schema53,data:data1};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.usersFrom !== undefined){
let data2 = data.usersFrom;
if(typeof data2 === "string"){
if(func2(data2) < 1){
const err11 = {instancePath:instancePath+"/usersFrom",schemaPath:"#/$defs/listPath/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema54,data:data2};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
else {
const err12 = {instancePath:instancePath+"/usersFrom",schemaPath:"#/$defs/listPath/type",keyword:"type",params:{type: "string"},schema:schema54.type,parentSchema:schema54,data:data2};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.allowEmpty !== undefined){
let data3 = data.allowEmpty;
if(typeof data3 !== "boolean"){
const err13 = {instancePath:instancePath+"/allowEmpty",schemaPath:"#/$defs/allowEmpty/type",keyword:"type",params:{type: "boolean"},schema:schema55.type,parentSchema:schema55,data:data3};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
}
else {
const err14 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema56.type,parentSchema:schema56,data};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
validate30.errors = vErrors;
return errors === 0;
}
validate30.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate27(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate27.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.app === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "app"},schema:schema47.required,parentSchema:schema47,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.to === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "to"},schema:schema47.required,parentSchema:schema47,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
for(const key0 in data){
if(!(((((((key0 === "app") || (key0 === "version")) || (key0 === "ensure")) || (key0 === "to")) || (key0 === "except")) || (key0 === "accountTypes")) || (key0 === "priority"))){
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema47,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.app !== undefined){
let data0 = data.app;
if(typeof data0 === "string"){
if(!pattern6.test(data0)){
const err3 = {instancePath:instancePath+"/app",schemaPath:"#/$defs/appName/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]*$"},schema:"^[a-z0-9][a-z0-9-]*$",parentSchema:schema34,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
else {
const err4 = {instancePath:instancePath+"/app",schemaPath:"#/$defs/appName/type",keyword:"type",params:{type: "string"},schema:schema34.type,parentSchema:schema34,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.version !== undefined){
let data1 = data.version;
if(typeof data1 === "string"){
if(func2(data1) < 1){
const err5 = {instancePath:instancePath+"/version",schemaPath:"#/$defs/version/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema49,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/version",schemaPath:"#/$defs/version/type",keyword:"type",params:{type: "string"},schema:schema49.type,parentSchema:schema49,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.ensure !== undefined){
let data2 = data.ensure;
if(typeof data2 !== "string"){
const err7 = {instancePath:instancePath+"/ensure",schemaPath:"#/$defs/ensure/type",keyword:"type",params:{type: "string"},schema:schema50.type,parentSchema:schema50,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(!((((data2 === "upgraded") || (data2 === "installed")) || (data2 === "absent")) || (data2 === "leave"))){
const err8 = {instancePath:instancePath+"/ensure",schemaPath:"#/$defs/ensure/enum",keyword:"enum",params:{allowedValues: schema50.enum},schema:schema50.enum,parentSchema:schema50,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.to !== undefined){
let data3 = data.to;
if(Array.isArray(data3)){
if(data3.length < 1){
const err9 = {instancePath:instancePath+"/to",schemaPath:"#/properties/to/minItems",keyword:"minItems",params:{limit: 1},schema:1,parentSchema:schema47.properties.to,data:data3};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
if(!(validate28(data3[i0], {instancePath:instancePath+"/to/" + i0,parentData:data3,parentDataProperty:i0,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate28.errors : vErrors.concat(validate28.errors);
errors = vErrors.length;
}
}
}
else {
const err10 = {instancePath:instancePath+"/to",schemaPath:"#/properties/to/type",keyword:"type",params:{type: "array"},schema:schema47.properties.to.type,parentSchema:schema47.properties.to,data:data3};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.except !== undefined){
let data5 = data.except;
if(Array.isArray(data5)){
const len1 = data5.length;
for(let i1=0; i1<len1; i1++){
if(!(validate30(data5[i1], {instancePath:instancePath+"/except/" + i1,parentData:data5,parentDataProperty:i1,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate30.errors : vErrors.concat(validate30.errors);
errors = vErrors.length;
}
}
}
else {
const err11 = {instancePath:instancePath+"/except",schemaPath:"#/properties/except/type",keyword:"type",params:{type: "array"},schema:schema47.properties.except.type,parentSchema:schema47.properties.except,data:data5};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.accountTypes !== undefined){
let data7 = data.accountTypes;
if(Array.isArray(data7)){
if(data7.length < 1){
const err12 = {instancePath:instancePath+"/accountTypes",schemaPath:"#/properties/accountTypes/minItems",keyword:"minItems",params:{limit: 1},schema:1,parentSchema:schema47.properties.accountTypes,data:data7};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
const len2 = data7.length;
for(let i2=0; i2<len2; i2++){
let data8 = data7[i2];
if(typeof data8 !== "string"){
const err13 = {instancePath:instancePath+"/accountTypes/" + i2,schemaPath:"#/properties/accountTypes/items/type",keyword:"type",params:{type: "string"},schema:schema47.properties.accountTypes.items.type,parentSchema:schema47.properties.accountTypes.items,data:data8};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(!((data8 === "person") || (data8 === "resource"))){
const err14 = {instancePath:instancePath+"/accountTypes/" + i2,schemaPath:"#/properties/accountTypes/items/enum",keyword:"enum",params:{allowedValues: schema47.properties.accountTypes.items.enum},schema:schema47.properties.accountTypes.items.enum,parentSchema:schema47.properties.accountTypes.items,data:data8};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
}
else {
const err15 = {instancePath:instancePath+"/accountTypes",schemaPath:"#/properties/accountTypes/type",keyword:"type",params:{type: "array"},schema:schema47.properties.accountTypes.type,parentSchema:schema47.properties.accountTypes,data:data7};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data.priority !== undefined){
let data9 = data.priority;
if(!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))){
const err16 = {instancePath:instancePath+"/priority",schemaPath:"#/properties/priority/type",keyword:"type",params:{type: "integer"},schema:schema47.properties.priority.type,parentSchema:schema47.properties.priority,data:data9};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 > 1000000 || isNaN(data9)){
const err17 = {instancePath:instancePath+"/priority",schemaPath:"#/properties/priority/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000},schema:1000000,parentSchema:schema47.properties.priority,data:data9};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if(data9 < -1000000 || isNaN(data9)){
const err18 = {instancePath:instancePath+"/priority",schemaPath:"#/properties/priority/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1000000},schema:-1000000,parentSchema:schema47.properties.priority,data:data9};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
}
}
else {
const err19 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema47.type,parentSchema:schema47,data};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
validate27.errors = vErrors;
return errors === 0;
}
validate27.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema61 = {"type":"object","propertyNames":{"$ref":"#/$defs/appName"},"additionalProperties":{"description":"A version, or a version with ensure.","oneOf":[{"$ref":"#/$defs/version"},{"type":"object","additionalProperties":false,"properties":{"version":{"$ref":"#/$defs/version"},"ensure":{"$ref":"#/$defs/ensure","default":"upgraded"}}}]}};

function validate33(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate33.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
const _errs1 = errors;
if(typeof key0 === "string"){
if(!pattern6.test(key0)){
const err0 = {instancePath,schemaPath:"#/$defs/appName/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]*$"},schema:"^[a-z0-9][a-z0-9-]*$",parentSchema:schema34,data:key0,propertyName:key0};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
else {
const err1 = {instancePath,schemaPath:"#/$defs/appName/type",keyword:"type",params:{type: "string"},schema:schema34.type,parentSchema:schema34,data:key0,propertyName:key0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
var valid0 = _errs1 === errors;
if(!valid0){
const err2 = {instancePath,schemaPath:"#/propertyNames",keyword:"propertyNames",params:{propertyName: key0},schema:schema61.propertyNames,parentSchema:schema61,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
for(const key1 in data){
let data0 = data[key1];
const _errs6 = errors;
let valid3 = false;
let passing0 = null;
const _errs7 = errors;
if(typeof data0 === "string"){
if(func2(data0) < 1){
const err3 = {instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/version/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema49,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
else {
const err4 = {instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/version/type",keyword:"type",params:{type: "string"},schema:schema49.type,parentSchema:schema49,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
var _valid0 = _errs7 === errors;
if(_valid0){
valid3 = true;
passing0 = 0;
}
const _errs10 = errors;
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
for(const key2 in data0){
if(!((key2 === "version") || (key2 === "ensure"))){
const err5 = {instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/additionalProperties/oneOf/1/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},schema:false,parentSchema:schema61.additionalProperties.oneOf[1],data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data0.version !== undefined){
let data1 = data0.version;
if(typeof data1 === "string"){
if(func2(data1) < 1){
const err6 = {instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/version",schemaPath:"#/$defs/version/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema49,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
else {
const err7 = {instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/version",schemaPath:"#/$defs/version/type",keyword:"type",params:{type: "string"},schema:schema49.type,parentSchema:schema49,data:data1};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data0.ensure !== undefined){
let data2 = data0.ensure;
if(typeof data2 !== "string"){
const err8 = {instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/ensure",schemaPath:"#/$defs/ensure/type",keyword:"type",params:{type: "string"},schema:schema50.type,parentSchema:schema50,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(!((((data2 === "upgraded") || (data2 === "installed")) || (data2 === "absent")) || (data2 === "leave"))){
const err9 = {instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/ensure",schemaPath:"#/$defs/ensure/enum",keyword:"enum",params:{allowedValues: schema50.enum},schema:schema50.enum,parentSchema:schema50,data:data2};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
else {
const err10 = {instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/additionalProperties/oneOf/1/type",keyword:"type",params:{type: "object"},schema:schema61.additionalProperties.oneOf[1].type,parentSchema:schema61.additionalProperties.oneOf[1],data:data0};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
var _valid0 = _errs10 === errors;
if(_valid0 && valid3){
valid3 = false;
passing0 = [passing0, 1];
}
else {
if(_valid0){
valid3 = true;
passing0 = 1;
}
}
if(!valid3){
const err11 = {instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/additionalProperties/oneOf",keyword:"oneOf",params:{passingSchemas: passing0},schema:schema61.additionalProperties.oneOf,parentSchema:schema61.additionalProperties,data:data0};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
else {
errors = _errs6;
if(vErrors !== null){
if(_errs6){
vErrors.length = _errs6;
}
else {
vErrors = null;
}
}
}
}
}
else {
const err12 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema61.type,parentSchema:schema61,data};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
validate33.errors = vErrors;
return errors === 0;
}
validate33.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema66 = {"type":"object","additionalProperties":false,"required":["app","to","reason","owner","until"],"properties":{"app":{"$ref":"#/$defs/appName","description":"A name under apps."},"to":{"type":"array","minItems":1,"description":"For whom.","items":{"$ref":"#/$defs/target"}},"accept":{"type":"array","minItems":1,"default":["outdated","missing","ahead"],"items":{"type":"string","enum":["outdated","missing","ahead","unwanted","consent-not-approved","consent-narrower","consent-wider","denied-version"]},"description":"What may differ meanwhile. What is not known cannot be accepted."},"reason":{"type":"string","minLength":1,"maxLength":200,"description":"Why. Reports show it."},"owner":{"$ref":"#/$defs/owner"},"until":{"$ref":"#/$defs/day","description":"The last day, such as 2027-01-31; it ends at 24:00 in policy.timeZone."}}};
const schema69 = {"type":"string","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"};
const pattern17 = new RegExp("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "u");

function validate35(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate35.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.app === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "app"},schema:schema66.required,parentSchema:schema66,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.to === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "to"},schema:schema66.required,parentSchema:schema66,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.reason === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "reason"},schema:schema66.required,parentSchema:schema66,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.owner === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "owner"},schema:schema66.required,parentSchema:schema66,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.until === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "until"},schema:schema66.required,parentSchema:schema66,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
for(const key0 in data){
if(!((((((key0 === "app") || (key0 === "to")) || (key0 === "accept")) || (key0 === "reason")) || (key0 === "owner")) || (key0 === "until"))){
const err5 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema66,data};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.app !== undefined){
let data0 = data.app;
if(typeof data0 === "string"){
if(!pattern6.test(data0)){
const err6 = {instancePath:instancePath+"/app",schemaPath:"#/$defs/appName/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]*$"},schema:"^[a-z0-9][a-z0-9-]*$",parentSchema:schema34,data:data0};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
else {
const err7 = {instancePath:instancePath+"/app",schemaPath:"#/$defs/appName/type",keyword:"type",params:{type: "string"},schema:schema34.type,parentSchema:schema34,data:data0};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.to !== undefined){
let data1 = data.to;
if(Array.isArray(data1)){
if(data1.length < 1){
const err8 = {instancePath:instancePath+"/to",schemaPath:"#/properties/to/minItems",keyword:"minItems",params:{limit: 1},schema:1,parentSchema:schema66.properties.to,data:data1};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
if(!(validate28(data1[i0], {instancePath:instancePath+"/to/" + i0,parentData:data1,parentDataProperty:i0,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate28.errors : vErrors.concat(validate28.errors);
errors = vErrors.length;
}
}
}
else {
const err9 = {instancePath:instancePath+"/to",schemaPath:"#/properties/to/type",keyword:"type",params:{type: "array"},schema:schema66.properties.to.type,parentSchema:schema66.properties.to,data:data1};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.accept !== undefined){
let data3 = data.accept;
if(Array.isArray(data3)){
if(data3.length < 1){
const err10 = {instancePath:instancePath+"/accept",schemaPath:"#/properties/accept/minItems",keyword:"minItems",params:{limit: 1},schema:1,parentSchema:schema66.properties.accept,data:data3};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
const len1 = data3.length;
for(let i1=0; i1<len1; i1++){
let data4 = data3[i1];
if(typeof data4 !== "string"){
const err11 = {instancePath:instancePath+"/accept/" + i1,schemaPath:"#/properties/accept/items/type",keyword:"type",params:{type: "string"},schema:schema66.properties.accept.items.type,parentSchema:schema66.properties.accept.items,data:data4};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if(!((((((((data4 === "outdated") || (data4 === "missing")) || (data4 === "ahead")) || (data4 === "unwanted")) || (data4 === "consent-not-approved")) || (data4 === "consent-narrower")) || (data4 === "consent-wider")) || (data4 === "denied-version"))){
const err12 = {instancePath:instancePath+"/accept/" + i1,schemaPath:"#/properties/accept/items/enum",keyword:"enum",params:{allowedValues: schema66.properties.accept.items.enum},schema:schema66.properties.accept.items.enum,parentSchema:schema66.properties.accept.items,data:data4};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
}
else {
const err13 = {instancePath:instancePath+"/accept",schemaPath:"#/properties/accept/type",keyword:"type",params:{type: "array"},schema:schema66.properties.accept.type,parentSchema:schema66.properties.accept,data:data3};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.reason !== undefined){
let data5 = data.reason;
if(typeof data5 === "string"){
if(func2(data5) > 200){
const err14 = {instancePath:instancePath+"/reason",schemaPath:"#/properties/reason/maxLength",keyword:"maxLength",params:{limit: 200},schema:200,parentSchema:schema66.properties.reason,data:data5};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
if(func2(data5) < 1){
const err15 = {instancePath:instancePath+"/reason",schemaPath:"#/properties/reason/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema66.properties.reason,data:data5};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
else {
const err16 = {instancePath:instancePath+"/reason",schemaPath:"#/properties/reason/type",keyword:"type",params:{type: "string"},schema:schema66.properties.reason.type,parentSchema:schema66.properties.reason,data:data5};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data.owner !== undefined){
let data6 = data.owner;
if(typeof data6 === "string"){
if(func2(data6) > 200){
const err17 = {instancePath:instancePath+"/owner",schemaPath:"#/$defs/owner/maxLength",keyword:"maxLength",params:{limit: 200},schema:200,parentSchema:schema42,data:data6};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if(func2(data6) < 1){
const err18 = {instancePath:instancePath+"/owner",schemaPath:"#/$defs/owner/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema42,data:data6};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
else {
const err19 = {instancePath:instancePath+"/owner",schemaPath:"#/$defs/owner/type",keyword:"type",params:{type: "string"},schema:schema42.type,parentSchema:schema42,data:data6};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data.until !== undefined){
let data7 = data.until;
if(typeof data7 === "string"){
if(!pattern17.test(data7)){
const err20 = {instancePath:instancePath+"/until",schemaPath:"#/$defs/day/pattern",keyword:"pattern",params:{pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},schema:"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",parentSchema:schema69,data:data7};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
else {
const err21 = {instancePath:instancePath+"/until",schemaPath:"#/$defs/day/type",keyword:"type",params:{type: "string"},schema:schema69.type,parentSchema:schema69,data:data7};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
}
else {
const err22 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema66.type,parentSchema:schema66,data};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
validate35.errors = vErrors;
return errors === 0;
}
validate35.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema71 = {"type":"object","additionalProperties":false,"required":["rings"],"properties":{"rings":{"type":"array","minItems":1,"description":"Whom a version reaches, step by step. Exactly one ring has neither to nor share: everybody else.","items":{"$ref":"#/$defs/ring"}},"gates":{"$ref":"#/$defs/gates"},"window":{"$ref":"#/$defs/windowName","description":"A name of policy.windows: this app's changes begin only while it is open, and policy.window too."},"after":{"$ref":"#/$defs/duration","default":"0s","description":"The rollout begins so long after the store first saw the version."},"expires":{"$ref":"#/$defs/duration","description":"Without a change or a new ring for so long, the rollout is over until somebody resumes it. Suspended times and closed windows do not count."},"rotate":{"type":"boolean","default":false,"description":"true: each version meets other people first."},"urgent":{"$ref":"#/$defs/digest","description":"The digest of a definition that does not wait: soaks and after are skipped, and removals need not prove anything."},"resume":{"$ref":"#/$defs/haltName","description":"The halt that is lifted, as the plan names it: the digest of the definition, a slash, and the number of the halt."}}};
const schema91 = {"type":"string","pattern":"^[a-z0-9][a-z0-9-]*$"};
const schema75 = {"type":"string","pattern":"^[0-9]{1,6}(\\.[0-9]{1,3})?[smhd]$"};
const schema94 = {"type":"string","pattern":"^sha256:[0-9a-f]{64}$"};
const schema95 = {"type":"string","pattern":"^sha256:[0-9a-f]{64}/[1-9][0-9]{0,5}$"};
const schema72 = {"type":"object","additionalProperties":false,"required":["name"],"properties":{"name":{"$ref":"#/$defs/plainName","description":"What reports call it."},"to":{"type":"array","minItems":1,"description":"Who is in it, over any share.","items":{"$ref":"#/$defs/exceptTarget"}},"share":{"$ref":"#/$defs/percent","description":"The part of everybody else that has the version when this ring is open, the shares before it included."},"atLeast":{"type":"integer","minimum":1,"description":"The share is raised to so many people, and to half of everybody at most."},"soak":{"$ref":"#/$defs/duration","default":"24h","description":"The next ring opens so long after this one is complete, at the earliest."},"proof":{"type":"string","const":"none","description":"none: the next ring opens also where this one is too small to show whether people remove the app."}}};
const schema73 = {"type":"string","pattern":"^[a-z0-9][a-z0-9-]*$"};
const schema74 = {"type":"string","pattern":"^(100|[0-9]{1,2}(\\.[0-9]{1,4})?)%$"};
const pattern20 = new RegExp("^(100|[0-9]{1,2}(\\.[0-9]{1,4})?)%$", "u");
const pattern21 = new RegExp("^[0-9]{1,6}(\\.[0-9]{1,3})?[smhd]$", "u");

function validate39(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate39.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},schema:schema72.required,parentSchema:schema72,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!((((((key0 === "name") || (key0 === "to")) || (key0 === "share")) || (key0 === "atLeast")) || (key0 === "soak")) || (key0 === "proof"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema72,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(!pattern6.test(data0)){
const err2 = {instancePath:instancePath+"/name",schemaPath:"#/$defs/plainName/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]*$"},schema:"^[a-z0-9][a-z0-9-]*$",parentSchema:schema73,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
else {
const err3 = {instancePath:instancePath+"/name",schemaPath:"#/$defs/plainName/type",keyword:"type",params:{type: "string"},schema:schema73.type,parentSchema:schema73,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.to !== undefined){
let data1 = data.to;
if(Array.isArray(data1)){
if(data1.length < 1){
const err4 = {instancePath:instancePath+"/to",schemaPath:"#/properties/to/minItems",keyword:"minItems",params:{limit: 1},schema:1,parentSchema:schema72.properties.to,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
if(!(validate30(data1[i0], {instancePath:instancePath+"/to/" + i0,parentData:data1,parentDataProperty:i0,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate30.errors : vErrors.concat(validate30.errors);
errors = vErrors.length;
}
}
}
else {
const err5 = {instancePath:instancePath+"/to",schemaPath:"#/properties/to/type",keyword:"type",params:{type: "array"},schema:schema72.properties.to.type,parentSchema:schema72.properties.to,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.share !== undefined){
let data3 = data.share;
if(typeof data3 === "string"){
if(!pattern20.test(data3)){
const err6 = {instancePath:instancePath+"/share",schemaPath:"#/$defs/percent/pattern",keyword:"pattern",params:{pattern: "^(100|[0-9]{1,2}(\\.[0-9]{1,4})?)%$"},schema:"^(100|[0-9]{1,2}(\\.[0-9]{1,4})?)%$",parentSchema:schema74,data:data3};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
else {
const err7 = {instancePath:instancePath+"/share",schemaPath:"#/$defs/percent/type",keyword:"type",params:{type: "string"},schema:schema74.type,parentSchema:schema74,data:data3};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.atLeast !== undefined){
let data4 = data.atLeast;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
const err8 = {instancePath:instancePath+"/atLeast",schemaPath:"#/properties/atLeast/type",keyword:"type",params:{type: "integer"},schema:schema72.properties.atLeast.type,parentSchema:schema72.properties.atLeast,data:data4};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 < 1 || isNaN(data4)){
const err9 = {instancePath:instancePath+"/atLeast",schemaPath:"#/properties/atLeast/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},schema:1,parentSchema:schema72.properties.atLeast,data:data4};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
if(data.soak !== undefined){
let data5 = data.soak;
if(typeof data5 === "string"){
if(!pattern21.test(data5)){
const err10 = {instancePath:instancePath+"/soak",schemaPath:"#/$defs/duration/pattern",keyword:"pattern",params:{pattern: "^[0-9]{1,6}(\\.[0-9]{1,3})?[smhd]$"},schema:"^[0-9]{1,6}(\\.[0-9]{1,3})?[smhd]$",parentSchema:schema75,data:data5};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
else {
const err11 = {instancePath:instancePath+"/soak",schemaPath:"#/$defs/duration/type",keyword:"type",params:{type: "string"},schema:schema75.type,parentSchema:schema75,data:data5};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.proof !== undefined){
let data6 = data.proof;
if(typeof data6 !== "string"){
const err12 = {instancePath:instancePath+"/proof",schemaPath:"#/properties/proof/type",keyword:"type",params:{type: "string"},schema:schema72.properties.proof.type,parentSchema:schema72.properties.proof,data:data6};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if("none" !== data6){
const err13 = {instancePath:instancePath+"/proof",schemaPath:"#/properties/proof/const",keyword:"const",params:{allowedValue: "none"},schema:"none",parentSchema:schema72.properties.proof,data:data6};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
}
else {
const err14 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema72.type,parentSchema:schema72,data};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
validate39.errors = vErrors;
return errors === 0;
}
validate39.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema76 = {"type":"object","additionalProperties":false,"description":"What has to be well before the next ring opens. A gate that is not written does not exist.","properties":{"refusals":{"type":"object","additionalProperties":false,"required":["halt"],"properties":{"halt":{"$ref":"#/$defs/threshold","description":"So many refused changes halt the rollout."},"atLeast":{"type":"integer","minimum":1,"default":20,"description":"Fewer changes than this were tried: the gate never halts."}}},"readBack":{"type":"object","additionalProperties":false,"required":["halt"],"properties":{"halt":{"$ref":"#/$defs/threshold","description":"So many changes that came back as something else than planned halt the rollout."}}},"unverified":{"type":"object","additionalProperties":false,"required":["wait"],"properties":{"wait":{"$ref":"#/$defs/threshold","description":"While so many changes are not visible, no ring opens."}}},"removals":{"type":"object","additionalProperties":false,"required":["within","harmful"],"properties":{"within":{"$ref":"#/$defs/duration","description":"So long after an upgrade a removal counts."},"harmful":{"$ref":"#/$defs/percent","description":"So many more of the upgraded people remove the app than of the others: the rollout halts."},"falseHalts":{"$ref":"#/$defs/percent","default":"1%","description":"So many good versions may be halted by chance."},"missedHarm":{"$ref":"#/$defs/percent","default":"1%","description":"So many harmful versions may pass by chance."}}},"signals":{"type":"array","minItems":1,"items":{"$ref":"#/$defs/signal"}}}};
const schema77 = {"description":"A number, or a share such as \"2%\".","oneOf":[{"type":"integer","minimum":1},{"type":"string","pattern":"^(100|[0-9]{1,2}(\\.[0-9]{1,4})?)%$"}]};
const schema84 = {"type":"object","additionalProperties":false,"required":["name","ok"],"properties":{"name":{"$ref":"#/$defs/plainName","description":"What reports call it."},"prometheus":{"type":"string","minLength":1,"description":"A query that gives one number. TRUEUP_PROMETHEUS_URL says where Prometheus is."},"get":{"type":"string","minLength":1,"description":"An address that answers with JSON: https, or http on this machine."},"pointer":{"$ref":"#/$defs/jsonPointer","description":"Where in the answer of get the figure is, as a JSON Pointer such as /state."},"tokenFrom":{"$ref":"#/$defs/signalVariable","description":"The environment variable whose value is sent to the address of get as a bearer token."},"ok":{"$ref":"#/$defs/condition"},"fail":{"$ref":"#/$defs/condition"},"every":{"$ref":"#/$defs/duration","default":"15m","description":"It is asked for at most so often."}}};
const schema86 = {"type":"string","pattern":"^(/.*)?$"};
const schema87 = {"type":"string","pattern":"^TRUEUP_SIGNAL_[A-Z0-9_]+$"};
const schema88 = {"description":"A comparison such as \"< 3\", or the value itself.","oneOf":[{"type":"string","minLength":1},{"type":"number"},{"type":"boolean"}]};
const pattern30 = new RegExp("^(/.*)?$", "u");
const pattern31 = new RegExp("^TRUEUP_SIGNAL_[A-Z0-9_]+$", "u");

function validate43(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate43.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},schema:schema84.required,parentSchema:schema84,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.ok === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "ok"},schema:schema84.required,parentSchema:schema84,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
for(const key0 in data){
if(!((((((((key0 === "name") || (key0 === "prometheus")) || (key0 === "get")) || (key0 === "pointer")) || (key0 === "tokenFrom")) || (key0 === "ok")) || (key0 === "fail")) || (key0 === "every"))){
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema84,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(!pattern6.test(data0)){
const err3 = {instancePath:instancePath+"/name",schemaPath:"#/$defs/plainName/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]*$"},schema:"^[a-z0-9][a-z0-9-]*$",parentSchema:schema73,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
else {
const err4 = {instancePath:instancePath+"/name",schemaPath:"#/$defs/plainName/type",keyword:"type",params:{type: "string"},schema:schema73.type,parentSchema:schema73,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.prometheus !== undefined){
let data1 = data.prometheus;
if(typeof data1 === "string"){
if(func2(data1) < 1){
const err5 = {instancePath:instancePath+"/prometheus",schemaPath:"#/properties/prometheus/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema84.properties.prometheus,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/prometheus",schemaPath:"#/properties/prometheus/type",keyword:"type",params:{type: "string"},schema:schema84.properties.prometheus.type,parentSchema:schema84.properties.prometheus,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.get !== undefined){
let data2 = data.get;
if(typeof data2 === "string"){
if(func2(data2) < 1){
const err7 = {instancePath:instancePath+"/get",schemaPath:"#/properties/get/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema84.properties.get,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
else {
const err8 = {instancePath:instancePath+"/get",schemaPath:"#/properties/get/type",keyword:"type",params:{type: "string"},schema:schema84.properties.get.type,parentSchema:schema84.properties.get,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.pointer !== undefined){
let data3 = data.pointer;
if(typeof data3 === "string"){
if(!pattern30.test(data3)){
const err9 = {instancePath:instancePath+"/pointer",schemaPath:"#/$defs/jsonPointer/pattern",keyword:"pattern",params:{pattern: "^(/.*)?$"},schema:"^(/.*)?$",parentSchema:schema86,data:data3};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
else {
const err10 = {instancePath:instancePath+"/pointer",schemaPath:"#/$defs/jsonPointer/type",keyword:"type",params:{type: "string"},schema:schema86.type,parentSchema:schema86,data:data3};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.tokenFrom !== undefined){
let data4 = data.tokenFrom;
if(typeof data4 === "string"){
if(!pattern31.test(data4)){
const err11 = {instancePath:instancePath+"/tokenFrom",schemaPath:"#/$defs/signalVariable/pattern",keyword:"pattern",params:{pattern: "^TRUEUP_SIGNAL_[A-Z0-9_]+$"},schema:"^TRUEUP_SIGNAL_[A-Z0-9_]+$",parentSchema:schema87,data:data4};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
else {
const err12 = {instancePath:instancePath+"/tokenFrom",schemaPath:"#/$defs/signalVariable/type",keyword:"type",params:{type: "string"},schema:schema87.type,parentSchema:schema87,data:data4};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.ok !== undefined){
let data5 = data.ok;
const _errs17 = errors;
let valid5 = false;
let passing0 = null;
const _errs18 = errors;
if(typeof data5 === "string"){
if(func2(data5) < 1){
const err13 = {instancePath:instancePath+"/ok",schemaPath:"#/$defs/condition/oneOf/0/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema88.oneOf[0],data:data5};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
else {
const err14 = {instancePath:instancePath+"/ok",schemaPath:"#/$defs/condition/oneOf/0/type",keyword:"type",params:{type: "string"},schema:schema88.oneOf[0].type,parentSchema:schema88.oneOf[0],data:data5};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
var _valid0 = _errs18 === errors;
if(_valid0){
valid5 = true;
passing0 = 0;
}
const _errs20 = errors;
if(!((typeof data5 == "number") && (isFinite(data5)))){
const err15 = {instancePath:instancePath+"/ok",schemaPath:"#/$defs/condition/oneOf/1/type",keyword:"type",params:{type: "number"},schema:schema88.oneOf[1].type,parentSchema:schema88.oneOf[1],data:data5};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
var _valid0 = _errs20 === errors;
if(_valid0 && valid5){
valid5 = false;
passing0 = [passing0, 1];
}
else {
if(_valid0){
valid5 = true;
passing0 = 1;
}
const _errs22 = errors;
if(typeof data5 !== "boolean"){
const err16 = {instancePath:instancePath+"/ok",schemaPath:"#/$defs/condition/oneOf/2/type",keyword:"type",params:{type: "boolean"},schema:schema88.oneOf[2].type,parentSchema:schema88.oneOf[2],data:data5};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
var _valid0 = _errs22 === errors;
if(_valid0 && valid5){
valid5 = false;
passing0 = [passing0, 2];
}
else {
if(_valid0){
valid5 = true;
passing0 = 2;
}
}
}
if(!valid5){
const err17 = {instancePath:instancePath+"/ok",schemaPath:"#/$defs/condition/oneOf",keyword:"oneOf",params:{passingSchemas: passing0},schema:schema88.oneOf,parentSchema:schema88,data:data5};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
else {
errors = _errs17;
if(vErrors !== null){
if(_errs17){
vErrors.length = _errs17;
}
else {
vErrors = null;
}
}
}
}
if(data.fail !== undefined){
let data6 = data.fail;
const _errs26 = errors;
let valid7 = false;
let passing1 = null;
const _errs27 = errors;
if(typeof data6 === "string"){
if(func2(data6) < 1){
const err18 = {instancePath:instancePath+"/fail",schemaPath:"#/$defs/condition/oneOf/0/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema88.oneOf[0],data:data6};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
else {
const err19 = {instancePath:instancePath+"/fail",schemaPath:"#/$defs/condition/oneOf/0/type",keyword:"type",params:{type: "string"},schema:schema88.oneOf[0].type,parentSchema:schema88.oneOf[0],data:data6};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
var _valid1 = _errs27 === errors;
if(_valid1){
valid7 = true;
passing1 = 0;
}
const _errs29 = errors;
if(!((typeof data6 == "number") && (isFinite(data6)))){
const err20 = {instancePath:instancePath+"/fail",schemaPath:"#/$defs/condition/oneOf/1/type",keyword:"type",params:{type: "number"},schema:schema88.oneOf[1].type,parentSchema:schema88.oneOf[1],data:data6};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
var _valid1 = _errs29 === errors;
if(_valid1 && valid7){
valid7 = false;
passing1 = [passing1, 1];
}
else {
if(_valid1){
valid7 = true;
passing1 = 1;
}
const _errs31 = errors;
if(typeof data6 !== "boolean"){
const err21 = {instancePath:instancePath+"/fail",schemaPath:"#/$defs/condition/oneOf/2/type",keyword:"type",params:{type: "boolean"},schema:schema88.oneOf[2].type,parentSchema:schema88.oneOf[2],data:data6};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
var _valid1 = _errs31 === errors;
if(_valid1 && valid7){
valid7 = false;
passing1 = [passing1, 2];
}
else {
if(_valid1){
valid7 = true;
passing1 = 2;
}
}
}
if(!valid7){
const err22 = {instancePath:instancePath+"/fail",schemaPath:"#/$defs/condition/oneOf",keyword:"oneOf",params:{passingSchemas: passing1},schema:schema88.oneOf,parentSchema:schema88,data:data6};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
else {
errors = _errs26;
if(vErrors !== null){
if(_errs26){
vErrors.length = _errs26;
}
else {
vErrors = null;
}
}
}
}
if(data.every !== undefined){
let data7 = data.every;
if(typeof data7 === "string"){
if(!pattern21.test(data7)){
const err23 = {instancePath:instancePath+"/every",schemaPath:"#/$defs/duration/pattern",keyword:"pattern",params:{pattern: "^[0-9]{1,6}(\\.[0-9]{1,3})?[smhd]$"},schema:"^[0-9]{1,6}(\\.[0-9]{1,3})?[smhd]$",parentSchema:schema75,data:data7};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
else {
const err24 = {instancePath:instancePath+"/every",schemaPath:"#/$defs/duration/type",keyword:"type",params:{type: "string"},schema:schema75.type,parentSchema:schema75,data:data7};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
}
else {
const err25 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema84.type,parentSchema:schema84,data};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
validate43.errors = vErrors;
return errors === 0;
}
validate43.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate42(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate42.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(((((key0 === "refusals") || (key0 === "readBack")) || (key0 === "unverified")) || (key0 === "removals")) || (key0 === "signals"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema76,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.refusals !== undefined){
let data0 = data.refusals;
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
if(data0.halt === undefined){
const err1 = {instancePath:instancePath+"/refusals",schemaPath:"#/properties/refusals/required",keyword:"required",params:{missingProperty: "halt"},schema:schema76.properties.refusals.required,parentSchema:schema76.properties.refusals,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
for(const key1 in data0){
if(!((key1 === "halt") || (key1 === "atLeast"))){
const err2 = {instancePath:instancePath+"/refusals",schemaPath:"#/properties/refusals/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},schema:false,parentSchema:schema76.properties.refusals,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data0.halt !== undefined){
let data1 = data0.halt;
const _errs7 = errors;
let valid3 = false;
let passing0 = null;
const _errs8 = errors;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
const err3 = {instancePath:instancePath+"/refusals/halt",schemaPath:"#/$defs/threshold/oneOf/0/type",keyword:"type",params:{type: "integer"},schema:schema77.oneOf[0].type,parentSchema:schema77.oneOf[0],data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 < 1 || isNaN(data1)){
const err4 = {instancePath:instancePath+"/refusals/halt",schemaPath:"#/$defs/threshold/oneOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},schema:1,parentSchema:schema77.oneOf[0],data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
var _valid0 = _errs8 === errors;
if(_valid0){
valid3 = true;
passing0 = 0;
}
const _errs10 = errors;
if(typeof data1 === "string"){
if(!pattern20.test(data1)){
const err5 = {instancePath:instancePath+"/refusals/halt",schemaPath:"#/$defs/threshold/oneOf/1/pattern",keyword:"pattern",params:{pattern: "^(100|[0-9]{1,2}(\\.[0-9]{1,4})?)%$"},schema:"^(100|[0-9]{1,2}(\\.[0-9]{1,4})?)%$",parentSchema:schema77.oneOf[1],data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/refusals/halt",schemaPath:"#/$defs/threshold/oneOf/1/type",keyword:"type",params:{type: "string"},schema:schema77.oneOf[1].type,parentSchema:schema77.oneOf[1],data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
var _valid0 = _errs10 === errors;
if(_valid0 && valid3){
valid3 = false;
passing0 = [passing0, 1];
}
else {
if(_valid0){
valid3 = true;
passing0 = 1;
}
}
if(!valid3){
const err7 = {instancePath:instancePath+"/refusals/halt",schemaPath:"#/$defs/threshold/oneOf",keyword:"oneOf",params:{passingSchemas: passing0},schema:schema77.oneOf,parentSchema:schema77,data:data1};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
else {
errors = _errs7;
if(vErrors !== null){
if(_errs7){
vErrors.length = _errs7;
}
else {
vErrors = null;
}
}
}
}
if(data0.atLeast !== undefined){
let data2 = data0.atLeast;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
const err8 = {instancePath:instancePath+"/refusals/atLeast",schemaPath:"#/properties/refusals/properties/atLeast/type",keyword:"type",params:{type: "integer"},schema:schema76.properties.refusals.properties.atLeast.type,parentSchema:schema76.properties.refusals.properties.atLeast,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 < 1 || isNaN(data2)){
const err9 = {instancePath:instancePath+"/refusals/atLeast",schemaPath:"#/properties/refusals/properties/atLeast/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},schema:1,parentSchema:schema76.properties.refusals.properties.atLeast,data:data2};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
}
else {
const err10 = {instancePath:instancePath+"/refusals",schemaPath:"#/properties/refusals/type",keyword:"type",params:{type: "object"},schema:schema76.properties.refusals.type,parentSchema:schema76.properties.refusals,data:data0};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.readBack !== undefined){
let data3 = data.readBack;
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
if(data3.halt === undefined){
const err11 = {instancePath:instancePath+"/readBack",schemaPath:"#/properties/readBack/required",keyword:"required",params:{missingProperty: "halt"},schema:schema76.properties.readBack.required,parentSchema:schema76.properties.readBack,data:data3};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
for(const key2 in data3){
if(!(key2 === "halt")){
const err12 = {instancePath:instancePath+"/readBack",schemaPath:"#/properties/readBack/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},schema:false,parentSchema:schema76.properties.readBack,data:data3};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data3.halt !== undefined){
let data4 = data3.halt;
const _errs19 = errors;
let valid6 = false;
let passing1 = null;
const _errs20 = errors;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
const err13 = {instancePath:instancePath+"/readBack/halt",schemaPath:"#/$defs/threshold/oneOf/0/type",keyword:"type",params:{type: "integer"},schema:schema77.oneOf[0].type,parentSchema:schema77.oneOf[0],data:data4};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 < 1 || isNaN(data4)){
const err14 = {instancePath:instancePath+"/readBack/halt",schemaPath:"#/$defs/threshold/oneOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},schema:1,parentSchema:schema77.oneOf[0],data:data4};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
var _valid1 = _errs20 === errors;
if(_valid1){
valid6 = true;
passing1 = 0;
}
const _errs22 = errors;
if(typeof data4 === "string"){
if(!pattern20.test(data4)){
const err15 = {instancePath:instancePath+"/readBack/halt",schemaPath:"#/$defs/threshold/oneOf/1/pattern",keyword:"pattern",params:{pattern: "^(100|[0-9]{1,2}(\\.[0-9]{1,4})?)%$"},schema:"^(100|[0-9]{1,2}(\\.[0-9]{1,4})?)%$",parentSchema:schema77.oneOf[1],data:data4};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
else {
const err16 = {instancePath:instancePath+"/readBack/halt",schemaPath:"#/$defs/threshold/oneOf/1/type",keyword:"type",params:{type: "string"},schema:schema77.oneOf[1].type,parentSchema:schema77.oneOf[1],data:data4};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
var _valid1 = _errs22 === errors;
if(_valid1 && valid6){
valid6 = false;
passing1 = [passing1, 1];
}
else {
if(_valid1){
valid6 = true;
passing1 = 1;
}
}
if(!valid6){
const err17 = {instancePath:instancePath+"/readBack/halt",schemaPath:"#/$defs/threshold/oneOf",keyword:"oneOf",params:{passingSchemas: passing1},schema:schema77.oneOf,parentSchema:schema77,data:data4};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
else {
errors = _errs19;
if(vErrors !== null){
if(_errs19){
vErrors.length = _errs19;
}
else {
vErrors = null;
}
}
}
}
}
else {
const err18 = {instancePath:instancePath+"/readBack",schemaPath:"#/properties/readBack/type",keyword:"type",params:{type: "object"},schema:schema76.properties.readBack.type,parentSchema:schema76.properties.readBack,data:data3};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data.unverified !== undefined){
let data5 = data.unverified;
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
if(data5.wait === undefined){
const err19 = {instancePath:instancePath+"/unverified",schemaPath:"#/properties/unverified/required",keyword:"required",params:{missingProperty: "wait"},schema:schema76.properties.unverified.required,parentSchema:schema76.properties.unverified,data:data5};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
for(const key3 in data5){
if(!(key3 === "wait")){
const err20 = {instancePath:instancePath+"/unverified",schemaPath:"#/properties/unverified/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},schema:false,parentSchema:schema76.properties.unverified,data:data5};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data5.wait !== undefined){
let data6 = data5.wait;
const _errs29 = errors;
let valid9 = false;
let passing2 = null;
const _errs30 = errors;
if(!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))){
const err21 = {instancePath:instancePath+"/unverified/wait",schemaPath:"#/$defs/threshold/oneOf/0/type",keyword:"type",params:{type: "integer"},schema:schema77.oneOf[0].type,parentSchema:schema77.oneOf[0],data:data6};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 < 1 || isNaN(data6)){
const err22 = {instancePath:instancePath+"/unverified/wait",schemaPath:"#/$defs/threshold/oneOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},schema:1,parentSchema:schema77.oneOf[0],data:data6};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
var _valid2 = _errs30 === errors;
if(_valid2){
valid9 = true;
passing2 = 0;
}
const _errs32 = errors;
if(typeof data6 === "string"){
if(!pattern20.test(data6)){
const err23 = {instancePath:instancePath+"/unverified/wait",schemaPath:"#/$defs/threshold/oneOf/1/pattern",keyword:"pattern",params:{pattern: "^(100|[0-9]{1,2}(\\.[0-9]{1,4})?)%$"},schema:"^(100|[0-9]{1,2}(\\.[0-9]{1,4})?)%$",parentSchema:schema77.oneOf[1],data:data6};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
else {
const err24 = {instancePath:instancePath+"/unverified/wait",schemaPath:"#/$defs/threshold/oneOf/1/type",keyword:"type",params:{type: "string"},schema:schema77.oneOf[1].type,parentSchema:schema77.oneOf[1],data:data6};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
var _valid2 = _errs32 === errors;
if(_valid2 && valid9){
valid9 = false;
passing2 = [passing2, 1];
}
else {
if(_valid2){
valid9 = true;
passing2 = 1;
}
}
if(!valid9){
const err25 = {instancePath:instancePath+"/unverified/wait",schemaPath:"#/$defs/threshold/oneOf",keyword:"oneOf",params:{passingSchemas: passing2},schema:schema77.oneOf,parentSchema:schema77,data:data6};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
else {
errors = _errs29;
if(vErrors !== null){
if(_errs29){
vErrors.length = _errs29;
}
else {
vErrors = null;
}
}
}
}
}
else {
const err26 = {instancePath:instancePath+"/unverified",schemaPath:"#/properties/unverified/type",keyword:"type",params:{type: "object"},schema:schema76.properties.unverified.type,parentSchema:schema76.properties.unverified,data:data5};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data.removals !== undefined){
let data7 = data.removals;
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
if(data7.within === undefined){
const err27 = {instancePath:instancePath+"/removals",schemaPath:"#/properties/removals/required",keyword:"required",params:{missingProperty: "within"},schema:schema76.properties.removals.required,parentSchema:schema76.properties.removals,data:data7};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
if(data7.harmful === undefined){
const err28 = {instancePath:instancePath+"/removals",schemaPath:"#/properties/removals/required",keyword:"required",params:{missingProperty: "harmful"},schema:schema76.properties.removals.required,parentSchema:schema76.properties.removals,data:data7};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
for(const key4 in data7){
if(!((((key4 === "within") || (key4 === "harmful")) || (key4 === "falseHalts")) || (key4 === "missedHarm"))){
const err29 = {instancePath:instancePath+"/removals",schemaPath:"#/properties/removals/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},schema:false,parentSchema:schema76.properties.removals,data:data7};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data7.within !== undefined){
let data8 = data7.within;
if(typeof data8 === "string"){
if(!pattern21.test(data8)){
const err30 = {instancePath:instancePath+"/removals/within",schemaPath:"#/$defs/duration/pattern",keyword:"pattern",params:{pattern: "^[0-9]{1,6}(\\.[0-9]{1,3})?[smhd]$"},schema:"^[0-9]{1,6}(\\.[0-9]{1,3})?[smhd]$",parentSchema:schema75,data:data8};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
else {
const err31 = {instancePath:instancePath+"/removals/within",schemaPath:"#/$defs/duration/type",keyword:"type",params:{type: "string"},schema:schema75.type,parentSchema:schema75,data:data8};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data7.harmful !== undefined){
let data9 = data7.harmful;
if(typeof data9 === "string"){
if(!pattern20.test(data9)){
const err32 = {instancePath:instancePath+"/removals/harmful",schemaPath:"#/$defs/percent/pattern",keyword:"pattern",params:{pattern: "^(100|[0-9]{1,2}(\\.[0-9]{1,4})?)%$"},schema:"^(100|[0-9]{1,2}(\\.[0-9]{1,4})?)%$",parentSchema:schema74,data:data9};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
else {
const err33 = {instancePath:instancePath+"/removals/harmful",schemaPath:"#/$defs/percent/type",keyword:"type",params:{type: "string"},schema:schema74.type,parentSchema:schema74,data:data9};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
if(data7.falseHalts !== undefined){
let data10 = data7.falseHalts;
if(typeof data10 === "string"){
if(!pattern20.test(data10)){
const err34 = {instancePath:instancePath+"/removals/falseHalts",schemaPath:"#/$defs/percent/pattern",keyword:"pattern",params:{pattern: "^(100|[0-9]{1,2}(\\.[0-9]{1,4})?)%$"},schema:"^(100|[0-9]{1,2}(\\.[0-9]{1,4})?)%$",parentSchema:schema74,data:data10};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
else {
const err35 = {instancePath:instancePath+"/removals/falseHalts",schemaPath:"#/$defs/percent/type",keyword:"type",params:{type: "string"},schema:schema74.type,parentSchema:schema74,data:data10};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
if(data7.missedHarm !== undefined){
let data11 = data7.missedHarm;
if(typeof data11 === "string"){
if(!pattern20.test(data11)){
const err36 = {instancePath:instancePath+"/removals/missedHarm",schemaPath:"#/$defs/percent/pattern",keyword:"pattern",params:{pattern: "^(100|[0-9]{1,2}(\\.[0-9]{1,4})?)%$"},schema:"^(100|[0-9]{1,2}(\\.[0-9]{1,4})?)%$",parentSchema:schema74,data:data11};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
else {
const err37 = {instancePath:instancePath+"/removals/missedHarm",schemaPath:"#/$defs/percent/type",keyword:"type",params:{type: "string"},schema:schema74.type,parentSchema:schema74,data:data11};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
}
else {
const err38 = {instancePath:instancePath+"/removals",schemaPath:"#/properties/removals/type",keyword:"type",params:{type: "object"},schema:schema76.properties.removals.type,parentSchema:schema76.properties.removals,data:data7};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(data.signals !== undefined){
let data12 = data.signals;
if(Array.isArray(data12)){
if(data12.length < 1){
const err39 = {instancePath:instancePath+"/signals",schemaPath:"#/properties/signals/minItems",keyword:"minItems",params:{limit: 1},schema:1,parentSchema:schema76.properties.signals,data:data12};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
const len0 = data12.length;
for(let i0=0; i0<len0; i0++){
if(!(validate43(data12[i0], {instancePath:instancePath+"/signals/" + i0,parentData:data12,parentDataProperty:i0,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate43.errors : vErrors.concat(validate43.errors);
errors = vErrors.length;
}
}
}
else {
const err40 = {instancePath:instancePath+"/signals",schemaPath:"#/properties/signals/type",keyword:"type",params:{type: "array"},schema:schema76.properties.signals.type,parentSchema:schema76.properties.signals,data:data12};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
}
else {
const err41 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema76.type,parentSchema:schema76,data};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
validate42.errors = vErrors;
return errors === 0;
}
validate42.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const pattern36 = new RegExp("^sha256:[0-9a-f]{64}$", "u");
const pattern37 = new RegExp("^sha256:[0-9a-f]{64}/[1-9][0-9]{0,5}$", "u");

function validate38(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate38.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.rings === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "rings"},schema:schema71.required,parentSchema:schema71,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!((((((((key0 === "rings") || (key0 === "gates")) || (key0 === "window")) || (key0 === "after")) || (key0 === "expires")) || (key0 === "rotate")) || (key0 === "urgent")) || (key0 === "resume"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema71,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.rings !== undefined){
let data0 = data.rings;
if(Array.isArray(data0)){
if(data0.length < 1){
const err2 = {instancePath:instancePath+"/rings",schemaPath:"#/properties/rings/minItems",keyword:"minItems",params:{limit: 1},schema:1,parentSchema:schema71.properties.rings,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
if(!(validate39(data0[i0], {instancePath:instancePath+"/rings/" + i0,parentData:data0,parentDataProperty:i0,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate39.errors : vErrors.concat(validate39.errors);
errors = vErrors.length;
}
}
}
else {
const err3 = {instancePath:instancePath+"/rings",schemaPath:"#/properties/rings/type",keyword:"type",params:{type: "array"},schema:schema71.properties.rings.type,parentSchema:schema71.properties.rings,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.gates !== undefined){
if(!(validate42(data.gates, {instancePath:instancePath+"/gates",parentData:data,parentDataProperty:"gates",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate42.errors : vErrors.concat(validate42.errors);
errors = vErrors.length;
}
}
if(data.window !== undefined){
let data3 = data.window;
if(typeof data3 === "string"){
if(!pattern6.test(data3)){
const err4 = {instancePath:instancePath+"/window",schemaPath:"#/$defs/windowName/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]*$"},schema:"^[a-z0-9][a-z0-9-]*$",parentSchema:schema91,data:data3};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/window",schemaPath:"#/$defs/windowName/type",keyword:"type",params:{type: "string"},schema:schema91.type,parentSchema:schema91,data:data3};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.after !== undefined){
let data4 = data.after;
if(typeof data4 === "string"){
if(!pattern21.test(data4)){
const err6 = {instancePath:instancePath+"/after",schemaPath:"#/$defs/duration/pattern",keyword:"pattern",params:{pattern: "^[0-9]{1,6}(\\.[0-9]{1,3})?[smhd]$"},schema:"^[0-9]{1,6}(\\.[0-9]{1,3})?[smhd]$",parentSchema:schema75,data:data4};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
else {
const err7 = {instancePath:instancePath+"/after",schemaPath:"#/$defs/duration/type",keyword:"type",params:{type: "string"},schema:schema75.type,parentSchema:schema75,data:data4};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.expires !== undefined){
let data5 = data.expires;
if(typeof data5 === "string"){
if(!pattern21.test(data5)){
const err8 = {instancePath:instancePath+"/expires",schemaPath:"#/$defs/duration/pattern",keyword:"pattern",params:{pattern: "^[0-9]{1,6}(\\.[0-9]{1,3})?[smhd]$"},schema:"^[0-9]{1,6}(\\.[0-9]{1,3})?[smhd]$",parentSchema:schema75,data:data5};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
else {
const err9 = {instancePath:instancePath+"/expires",schemaPath:"#/$defs/duration/type",keyword:"type",params:{type: "string"},schema:schema75.type,parentSchema:schema75,data:data5};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.rotate !== undefined){
let data6 = data.rotate;
if(typeof data6 !== "boolean"){
const err10 = {instancePath:instancePath+"/rotate",schemaPath:"#/properties/rotate/type",keyword:"type",params:{type: "boolean"},schema:schema71.properties.rotate.type,parentSchema:schema71.properties.rotate,data:data6};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.urgent !== undefined){
let data7 = data.urgent;
if(typeof data7 === "string"){
if(!pattern36.test(data7)){
const err11 = {instancePath:instancePath+"/urgent",schemaPath:"#/$defs/digest/pattern",keyword:"pattern",params:{pattern: "^sha256:[0-9a-f]{64}$"},schema:"^sha256:[0-9a-f]{64}$",parentSchema:schema94,data:data7};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
else {
const err12 = {instancePath:instancePath+"/urgent",schemaPath:"#/$defs/digest/type",keyword:"type",params:{type: "string"},schema:schema94.type,parentSchema:schema94,data:data7};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.resume !== undefined){
let data8 = data.resume;
if(typeof data8 === "string"){
if(!pattern37.test(data8)){
const err13 = {instancePath:instancePath+"/resume",schemaPath:"#/$defs/haltName/pattern",keyword:"pattern",params:{pattern: "^sha256:[0-9a-f]{64}/[1-9][0-9]{0,5}$"},schema:"^sha256:[0-9a-f]{64}/[1-9][0-9]{0,5}$",parentSchema:schema95,data:data8};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
else {
const err14 = {instancePath:instancePath+"/resume",schemaPath:"#/$defs/haltName/type",keyword:"type",params:{type: "string"},schema:schema95.type,parentSchema:schema95,data:data8};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
}
else {
const err15 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema71.type,parentSchema:schema71,data};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
validate38.errors = vErrors;
return errors === 0;
}
validate38.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema96 = {"type":"object","additionalProperties":false,"description":"What holds actions back. Of a folder, only in the file policy.yaml at its root.","properties":{"sections":{"type":"object","additionalProperties":false,"description":"Where a section may stand; elsewhere it is an error. So code owners can be given to folders.","properties":{"apps":{"$ref":"#/$defs/globs"},"assignments":{"$ref":"#/$defs/globs"},"users":{"$ref":"#/$defs/globs"},"tenant":{"$ref":"#/$defs/globs"},"rollouts":{"$ref":"#/$defs/globs"},"exceptions":{"$ref":"#/$defs/globs"}}},"protectedUsers":{"type":"array","description":"Users or groups that are never acted on; their rows are held.","items":{"$ref":"#/$defs/protectedTarget"}},"maxChanges":{"$ref":"#/$defs/limit","default":100,"description":"More changes in one run than this: every action is held."},"maxRemovals":{"$ref":"#/$defs/limit","default":0,"description":"More uninstalls due than this, before waves: every uninstall is held."},"perRun":{"type":"integer","minimum":1,"description":"At most so many rows act in one run; the others are held for later runs."},"perDay":{"type":"integer","minimum":1,"description":"At most so many changes are sent in any 24 hours, over all apps and runs; the others are held for later."},"maxDue":{"$ref":"#/$defs/limit","description":"More changes due in all than this, before waves: every action is held."},"suspend":{"type":"boolean","default":false,"description":"true: every action is held."},"timeZone":{"type":"string","minLength":1,"default":"UTC","description":"The time zone of windows and of the ends of exceptions, such as Europe/Berlin."},"windows":{"type":"object","description":"Hours of a week, by a name of their own.","propertyNames":{"$ref":"#/$defs/windowName"},"additionalProperties":{"$ref":"#/$defs/window"}},"window":{"$ref":"#/$defs/windowName","description":"A name under windows: only in these hours a change may begin. What is under way at their end is finished."}}};
const schema97 = {"type":"array","minItems":1,"items":{"type":"string","minLength":1}};
const schema107 = {"description":"A number of rows, or a share of all rows of the desired state such as \"20%\".","oneOf":[{"type":"integer","minimum":0},{"type":"string","pattern":"^(100|[0-9]{1,2})%$"}]};
const schema103 = {"description":"A user, or a group.","oneOf":[{"$ref":"#/$defs/userName"},{"type":"object","additionalProperties":false,"required":["group"],"properties":{"group":{"$ref":"#/$defs/groupTarget"},"allowEmpty":{"$ref":"#/$defs/allowEmpty"}}}]};

function validate48(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate48.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
const _errs0 = errors;
let valid0 = false;
let passing0 = null;
const _errs1 = errors;
if(typeof data === "string"){
if(func2(data) < 1){
const err0 = {instancePath,schemaPath:"#/$defs/userName/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema53,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
else {
const err1 = {instancePath,schemaPath:"#/$defs/userName/type",keyword:"type",params:{type: "string"},schema:schema53.type,parentSchema:schema53,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
var _valid0 = _errs1 === errors;
if(_valid0){
valid0 = true;
passing0 = 0;
}
const _errs4 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.group === undefined){
const err2 = {instancePath,schemaPath:"#/oneOf/1/required",keyword:"required",params:{missingProperty: "group"},schema:schema103.oneOf[1].required,parentSchema:schema103.oneOf[1],data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
for(const key0 in data){
if(!((key0 === "group") || (key0 === "allowEmpty"))){
const err3 = {instancePath,schemaPath:"#/oneOf/1/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema103.oneOf[1],data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.group !== undefined){
let data0 = data.group;
if(typeof data0 === "string"){
if(func2(data0) < 1){
const err4 = {instancePath:instancePath+"/group",schemaPath:"#/$defs/groupTarget/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema52,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/group",schemaPath:"#/$defs/groupTarget/type",keyword:"type",params:{type: "string"},schema:schema52.type,parentSchema:schema52,data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.allowEmpty !== undefined){
let data1 = data.allowEmpty;
if(typeof data1 !== "boolean"){
const err6 = {instancePath:instancePath+"/allowEmpty",schemaPath:"#/$defs/allowEmpty/type",keyword:"type",params:{type: "boolean"},schema:schema55.type,parentSchema:schema55,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
}
else {
const err7 = {instancePath,schemaPath:"#/oneOf/1/type",keyword:"type",params:{type: "object"},schema:schema103.oneOf[1].type,parentSchema:schema103.oneOf[1],data};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
var _valid0 = _errs4 === errors;
if(_valid0 && valid0){
valid0 = false;
passing0 = [passing0, 1];
}
else {
if(_valid0){
valid0 = true;
passing0 = 1;
var props0 = true;
}
}
if(!valid0){
const err8 = {instancePath,schemaPath:"#/oneOf",keyword:"oneOf",params:{passingSchemas: passing0},schema:schema103.oneOf,parentSchema:schema103,data};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
else {
errors = _errs0;
if(vErrors !== null){
if(_errs0){
vErrors.length = _errs0;
}
else {
vErrors = null;
}
}
}
validate48.errors = vErrors;
evaluated0.props = props0;
return errors === 0;
}
validate48.evaluated = {"dynamicProps":true,"dynamicItems":false};

const schema111 = {"type":"object","additionalProperties":false,"required":["days","from","to"],"properties":{"days":{"type":"array","minItems":1,"items":{"type":"string","enum":["Mon","Tue","Wed","Thu","Fri","Sat","Sun"]},"description":"The days on which it begins."},"from":{"$ref":"#/$defs/timeOfDay"},"to":{"$ref":"#/$defs/timeOfDay","description":"Before from: of the next day. 24:00 is the end of the day."}}};
const schema112 = {"type":"string","pattern":"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"};
const pattern42 = new RegExp("^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$", "u");

function validate50(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate50.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.days === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "days"},schema:schema111.required,parentSchema:schema111,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.from === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "from"},schema:schema111.required,parentSchema:schema111,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.to === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "to"},schema:schema111.required,parentSchema:schema111,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
for(const key0 in data){
if(!(((key0 === "days") || (key0 === "from")) || (key0 === "to"))){
const err3 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema111,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.days !== undefined){
let data0 = data.days;
if(Array.isArray(data0)){
if(data0.length < 1){
const err4 = {instancePath:instancePath+"/days",schemaPath:"#/properties/days/minItems",keyword:"minItems",params:{limit: 1},schema:1,parentSchema:schema111.properties.days,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if(typeof data1 !== "string"){
const err5 = {instancePath:instancePath+"/days/" + i0,schemaPath:"#/properties/days/items/type",keyword:"type",params:{type: "string"},schema:schema111.properties.days.items.type,parentSchema:schema111.properties.days.items,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(!(((((((data1 === "Mon") || (data1 === "Tue")) || (data1 === "Wed")) || (data1 === "Thu")) || (data1 === "Fri")) || (data1 === "Sat")) || (data1 === "Sun"))){
const err6 = {instancePath:instancePath+"/days/" + i0,schemaPath:"#/properties/days/items/enum",keyword:"enum",params:{allowedValues: schema111.properties.days.items.enum},schema:schema111.properties.days.items.enum,parentSchema:schema111.properties.days.items,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
}
else {
const err7 = {instancePath:instancePath+"/days",schemaPath:"#/properties/days/type",keyword:"type",params:{type: "array"},schema:schema111.properties.days.type,parentSchema:schema111.properties.days,data:data0};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.from !== undefined){
let data2 = data.from;
if(typeof data2 === "string"){
if(!pattern42.test(data2)){
const err8 = {instancePath:instancePath+"/from",schemaPath:"#/$defs/timeOfDay/pattern",keyword:"pattern",params:{pattern: "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"},schema:"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$",parentSchema:schema112,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
else {
const err9 = {instancePath:instancePath+"/from",schemaPath:"#/$defs/timeOfDay/type",keyword:"type",params:{type: "string"},schema:schema112.type,parentSchema:schema112,data:data2};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.to !== undefined){
let data3 = data.to;
if(typeof data3 === "string"){
if(!pattern42.test(data3)){
const err10 = {instancePath:instancePath+"/to",schemaPath:"#/$defs/timeOfDay/pattern",keyword:"pattern",params:{pattern: "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"},schema:"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$",parentSchema:schema112,data:data3};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
else {
const err11 = {instancePath:instancePath+"/to",schemaPath:"#/$defs/timeOfDay/type",keyword:"type",params:{type: "string"},schema:schema112.type,parentSchema:schema112,data:data3};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
}
else {
const err12 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema111.type,parentSchema:schema111,data};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
validate50.errors = vErrors;
return errors === 0;
}
validate50.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const pattern38 = new RegExp("^(100|[0-9]{1,2})%$", "u");

function validate47(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate47.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(func1.call(schema96.properties, key0))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema96,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.sections !== undefined){
let data0 = data.sections;
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
for(const key1 in data0){
if(!((((((key1 === "apps") || (key1 === "assignments")) || (key1 === "users")) || (key1 === "tenant")) || (key1 === "rollouts")) || (key1 === "exceptions"))){
const err1 = {instancePath:instancePath+"/sections",schemaPath:"#/properties/sections/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},schema:false,parentSchema:schema96.properties.sections,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data0.apps !== undefined){
let data1 = data0.apps;
if(Array.isArray(data1)){
if(data1.length < 1){
const err2 = {instancePath:instancePath+"/sections/apps",schemaPath:"#/$defs/globs/minItems",keyword:"minItems",params:{limit: 1},schema:1,parentSchema:schema97,data:data1};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
if(typeof data2 === "string"){
if(func2(data2) < 1){
const err3 = {instancePath:instancePath+"/sections/apps/" + i0,schemaPath:"#/$defs/globs/items/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema97.items,data:data2};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
else {
const err4 = {instancePath:instancePath+"/sections/apps/" + i0,schemaPath:"#/$defs/globs/items/type",keyword:"type",params:{type: "string"},schema:schema97.items.type,parentSchema:schema97.items,data:data2};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
}
else {
const err5 = {instancePath:instancePath+"/sections/apps",schemaPath:"#/$defs/globs/type",keyword:"type",params:{type: "array"},schema:schema97.type,parentSchema:schema97,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data0.assignments !== undefined){
let data3 = data0.assignments;
if(Array.isArray(data3)){
if(data3.length < 1){
const err6 = {instancePath:instancePath+"/sections/assignments",schemaPath:"#/$defs/globs/minItems",keyword:"minItems",params:{limit: 1},schema:1,parentSchema:schema97,data:data3};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
const len1 = data3.length;
for(let i1=0; i1<len1; i1++){
let data4 = data3[i1];
if(typeof data4 === "string"){
if(func2(data4) < 1){
const err7 = {instancePath:instancePath+"/sections/assignments/" + i1,schemaPath:"#/$defs/globs/items/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema97.items,data:data4};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
else {
const err8 = {instancePath:instancePath+"/sections/assignments/" + i1,schemaPath:"#/$defs/globs/items/type",keyword:"type",params:{type: "string"},schema:schema97.items.type,parentSchema:schema97.items,data:data4};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
}
else {
const err9 = {instancePath:instancePath+"/sections/assignments",schemaPath:"#/$defs/globs/type",keyword:"type",params:{type: "array"},schema:schema97.type,parentSchema:schema97,data:data3};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data0.users !== undefined){
let data5 = data0.users;
if(Array.isArray(data5)){
if(data5.length < 1){
const err10 = {instancePath:instancePath+"/sections/users",schemaPath:"#/$defs/globs/minItems",keyword:"minItems",params:{limit: 1},schema:1,parentSchema:schema97,data:data5};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
const len2 = data5.length;
for(let i2=0; i2<len2; i2++){
let data6 = data5[i2];
if(typeof data6 === "string"){
if(func2(data6) < 1){
const err11 = {instancePath:instancePath+"/sections/users/" + i2,schemaPath:"#/$defs/globs/items/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema97.items,data:data6};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
else {
const err12 = {instancePath:instancePath+"/sections/users/" + i2,schemaPath:"#/$defs/globs/items/type",keyword:"type",params:{type: "string"},schema:schema97.items.type,parentSchema:schema97.items,data:data6};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
}
else {
const err13 = {instancePath:instancePath+"/sections/users",schemaPath:"#/$defs/globs/type",keyword:"type",params:{type: "array"},schema:schema97.type,parentSchema:schema97,data:data5};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data0.tenant !== undefined){
let data7 = data0.tenant;
if(Array.isArray(data7)){
if(data7.length < 1){
const err14 = {instancePath:instancePath+"/sections/tenant",schemaPath:"#/$defs/globs/minItems",keyword:"minItems",params:{limit: 1},schema:1,parentSchema:schema97,data:data7};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
const len3 = data7.length;
for(let i3=0; i3<len3; i3++){
let data8 = data7[i3];
if(typeof data8 === "string"){
if(func2(data8) < 1){
const err15 = {instancePath:instancePath+"/sections/tenant/" + i3,schemaPath:"#/$defs/globs/items/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema97.items,data:data8};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
else {
const err16 = {instancePath:instancePath+"/sections/tenant/" + i3,schemaPath:"#/$defs/globs/items/type",keyword:"type",params:{type: "string"},schema:schema97.items.type,parentSchema:schema97.items,data:data8};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
}
else {
const err17 = {instancePath:instancePath+"/sections/tenant",schemaPath:"#/$defs/globs/type",keyword:"type",params:{type: "array"},schema:schema97.type,parentSchema:schema97,data:data7};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data0.rollouts !== undefined){
let data9 = data0.rollouts;
if(Array.isArray(data9)){
if(data9.length < 1){
const err18 = {instancePath:instancePath+"/sections/rollouts",schemaPath:"#/$defs/globs/minItems",keyword:"minItems",params:{limit: 1},schema:1,parentSchema:schema97,data:data9};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
const len4 = data9.length;
for(let i4=0; i4<len4; i4++){
let data10 = data9[i4];
if(typeof data10 === "string"){
if(func2(data10) < 1){
const err19 = {instancePath:instancePath+"/sections/rollouts/" + i4,schemaPath:"#/$defs/globs/items/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema97.items,data:data10};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
else {
const err20 = {instancePath:instancePath+"/sections/rollouts/" + i4,schemaPath:"#/$defs/globs/items/type",keyword:"type",params:{type: "string"},schema:schema97.items.type,parentSchema:schema97.items,data:data10};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
}
else {
const err21 = {instancePath:instancePath+"/sections/rollouts",schemaPath:"#/$defs/globs/type",keyword:"type",params:{type: "array"},schema:schema97.type,parentSchema:schema97,data:data9};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data0.exceptions !== undefined){
let data11 = data0.exceptions;
if(Array.isArray(data11)){
if(data11.length < 1){
const err22 = {instancePath:instancePath+"/sections/exceptions",schemaPath:"#/$defs/globs/minItems",keyword:"minItems",params:{limit: 1},schema:1,parentSchema:schema97,data:data11};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
const len5 = data11.length;
for(let i5=0; i5<len5; i5++){
let data12 = data11[i5];
if(typeof data12 === "string"){
if(func2(data12) < 1){
const err23 = {instancePath:instancePath+"/sections/exceptions/" + i5,schemaPath:"#/$defs/globs/items/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema97.items,data:data12};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
else {
const err24 = {instancePath:instancePath+"/sections/exceptions/" + i5,schemaPath:"#/$defs/globs/items/type",keyword:"type",params:{type: "string"},schema:schema97.items.type,parentSchema:schema97.items,data:data12};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
}
else {
const err25 = {instancePath:instancePath+"/sections/exceptions",schemaPath:"#/$defs/globs/type",keyword:"type",params:{type: "array"},schema:schema97.type,parentSchema:schema97,data:data11};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
}
else {
const err26 = {instancePath:instancePath+"/sections",schemaPath:"#/properties/sections/type",keyword:"type",params:{type: "object"},schema:schema96.properties.sections.type,parentSchema:schema96.properties.sections,data:data0};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data.protectedUsers !== undefined){
let data13 = data.protectedUsers;
if(Array.isArray(data13)){
const len6 = data13.length;
for(let i6=0; i6<len6; i6++){
if(!(validate48(data13[i6], {instancePath:instancePath+"/protectedUsers/" + i6,parentData:data13,parentDataProperty:i6,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate48.errors : vErrors.concat(validate48.errors);
errors = vErrors.length;
}
}
}
else {
const err27 = {instancePath:instancePath+"/protectedUsers",schemaPath:"#/properties/protectedUsers/type",keyword:"type",params:{type: "array"},schema:schema96.properties.protectedUsers.type,parentSchema:schema96.properties.protectedUsers,data:data13};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data.maxChanges !== undefined){
let data15 = data.maxChanges;
const _errs40 = errors;
let valid23 = false;
let passing0 = null;
const _errs41 = errors;
if(!(((typeof data15 == "number") && (!(data15 % 1) && !isNaN(data15))) && (isFinite(data15)))){
const err28 = {instancePath:instancePath+"/maxChanges",schemaPath:"#/$defs/limit/oneOf/0/type",keyword:"type",params:{type: "integer"},schema:schema107.oneOf[0].type,parentSchema:schema107.oneOf[0],data:data15};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
if((typeof data15 == "number") && (isFinite(data15))){
if(data15 < 0 || isNaN(data15)){
const err29 = {instancePath:instancePath+"/maxChanges",schemaPath:"#/$defs/limit/oneOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},schema:0,parentSchema:schema107.oneOf[0],data:data15};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
var _valid0 = _errs41 === errors;
if(_valid0){
valid23 = true;
passing0 = 0;
}
const _errs43 = errors;
if(typeof data15 === "string"){
if(!pattern38.test(data15)){
const err30 = {instancePath:instancePath+"/maxChanges",schemaPath:"#/$defs/limit/oneOf/1/pattern",keyword:"pattern",params:{pattern: "^(100|[0-9]{1,2})%$"},schema:"^(100|[0-9]{1,2})%$",parentSchema:schema107.oneOf[1],data:data15};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
else {
const err31 = {instancePath:instancePath+"/maxChanges",schemaPath:"#/$defs/limit/oneOf/1/type",keyword:"type",params:{type: "string"},schema:schema107.oneOf[1].type,parentSchema:schema107.oneOf[1],data:data15};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
var _valid0 = _errs43 === errors;
if(_valid0 && valid23){
valid23 = false;
passing0 = [passing0, 1];
}
else {
if(_valid0){
valid23 = true;
passing0 = 1;
}
}
if(!valid23){
const err32 = {instancePath:instancePath+"/maxChanges",schemaPath:"#/$defs/limit/oneOf",keyword:"oneOf",params:{passingSchemas: passing0},schema:schema107.oneOf,parentSchema:schema107,data:data15};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
else {
errors = _errs40;
if(vErrors !== null){
if(_errs40){
vErrors.length = _errs40;
}
else {
vErrors = null;
}
}
}
}
if(data.maxRemovals !== undefined){
let data16 = data.maxRemovals;
const _errs47 = errors;
let valid25 = false;
let passing1 = null;
const _errs48 = errors;
if(!(((typeof data16 == "number") && (!(data16 % 1) && !isNaN(data16))) && (isFinite(data16)))){
const err33 = {instancePath:instancePath+"/maxRemovals",schemaPath:"#/$defs/limit/oneOf/0/type",keyword:"type",params:{type: "integer"},schema:schema107.oneOf[0].type,parentSchema:schema107.oneOf[0],data:data16};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
if((typeof data16 == "number") && (isFinite(data16))){
if(data16 < 0 || isNaN(data16)){
const err34 = {instancePath:instancePath+"/maxRemovals",schemaPath:"#/$defs/limit/oneOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},schema:0,parentSchema:schema107.oneOf[0],data:data16};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
var _valid1 = _errs48 === errors;
if(_valid1){
valid25 = true;
passing1 = 0;
}
const _errs50 = errors;
if(typeof data16 === "string"){
if(!pattern38.test(data16)){
const err35 = {instancePath:instancePath+"/maxRemovals",schemaPath:"#/$defs/limit/oneOf/1/pattern",keyword:"pattern",params:{pattern: "^(100|[0-9]{1,2})%$"},schema:"^(100|[0-9]{1,2})%$",parentSchema:schema107.oneOf[1],data:data16};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
else {
const err36 = {instancePath:instancePath+"/maxRemovals",schemaPath:"#/$defs/limit/oneOf/1/type",keyword:"type",params:{type: "string"},schema:schema107.oneOf[1].type,parentSchema:schema107.oneOf[1],data:data16};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
var _valid1 = _errs50 === errors;
if(_valid1 && valid25){
valid25 = false;
passing1 = [passing1, 1];
}
else {
if(_valid1){
valid25 = true;
passing1 = 1;
}
}
if(!valid25){
const err37 = {instancePath:instancePath+"/maxRemovals",schemaPath:"#/$defs/limit/oneOf",keyword:"oneOf",params:{passingSchemas: passing1},schema:schema107.oneOf,parentSchema:schema107,data:data16};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
else {
errors = _errs47;
if(vErrors !== null){
if(_errs47){
vErrors.length = _errs47;
}
else {
vErrors = null;
}
}
}
}
if(data.perRun !== undefined){
let data17 = data.perRun;
if(!(((typeof data17 == "number") && (!(data17 % 1) && !isNaN(data17))) && (isFinite(data17)))){
const err38 = {instancePath:instancePath+"/perRun",schemaPath:"#/properties/perRun/type",keyword:"type",params:{type: "integer"},schema:schema96.properties.perRun.type,parentSchema:schema96.properties.perRun,data:data17};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
if((typeof data17 == "number") && (isFinite(data17))){
if(data17 < 1 || isNaN(data17)){
const err39 = {instancePath:instancePath+"/perRun",schemaPath:"#/properties/perRun/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},schema:1,parentSchema:schema96.properties.perRun,data:data17};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
}
if(data.perDay !== undefined){
let data18 = data.perDay;
if(!(((typeof data18 == "number") && (!(data18 % 1) && !isNaN(data18))) && (isFinite(data18)))){
const err40 = {instancePath:instancePath+"/perDay",schemaPath:"#/properties/perDay/type",keyword:"type",params:{type: "integer"},schema:schema96.properties.perDay.type,parentSchema:schema96.properties.perDay,data:data18};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
if((typeof data18 == "number") && (isFinite(data18))){
if(data18 < 1 || isNaN(data18)){
const err41 = {instancePath:instancePath+"/perDay",schemaPath:"#/properties/perDay/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},schema:1,parentSchema:schema96.properties.perDay,data:data18};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
}
if(data.maxDue !== undefined){
let data19 = data.maxDue;
const _errs58 = errors;
let valid27 = false;
let passing2 = null;
const _errs59 = errors;
if(!(((typeof data19 == "number") && (!(data19 % 1) && !isNaN(data19))) && (isFinite(data19)))){
const err42 = {instancePath:instancePath+"/maxDue",schemaPath:"#/$defs/limit/oneOf/0/type",keyword:"type",params:{type: "integer"},schema:schema107.oneOf[0].type,parentSchema:schema107.oneOf[0],data:data19};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
if((typeof data19 == "number") && (isFinite(data19))){
if(data19 < 0 || isNaN(data19)){
const err43 = {instancePath:instancePath+"/maxDue",schemaPath:"#/$defs/limit/oneOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},schema:0,parentSchema:schema107.oneOf[0],data:data19};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
var _valid2 = _errs59 === errors;
if(_valid2){
valid27 = true;
passing2 = 0;
}
const _errs61 = errors;
if(typeof data19 === "string"){
if(!pattern38.test(data19)){
const err44 = {instancePath:instancePath+"/maxDue",schemaPath:"#/$defs/limit/oneOf/1/pattern",keyword:"pattern",params:{pattern: "^(100|[0-9]{1,2})%$"},schema:"^(100|[0-9]{1,2})%$",parentSchema:schema107.oneOf[1],data:data19};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
else {
const err45 = {instancePath:instancePath+"/maxDue",schemaPath:"#/$defs/limit/oneOf/1/type",keyword:"type",params:{type: "string"},schema:schema107.oneOf[1].type,parentSchema:schema107.oneOf[1],data:data19};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
var _valid2 = _errs61 === errors;
if(_valid2 && valid27){
valid27 = false;
passing2 = [passing2, 1];
}
else {
if(_valid2){
valid27 = true;
passing2 = 1;
}
}
if(!valid27){
const err46 = {instancePath:instancePath+"/maxDue",schemaPath:"#/$defs/limit/oneOf",keyword:"oneOf",params:{passingSchemas: passing2},schema:schema107.oneOf,parentSchema:schema107,data:data19};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
else {
errors = _errs58;
if(vErrors !== null){
if(_errs58){
vErrors.length = _errs58;
}
else {
vErrors = null;
}
}
}
}
if(data.suspend !== undefined){
let data20 = data.suspend;
if(typeof data20 !== "boolean"){
const err47 = {instancePath:instancePath+"/suspend",schemaPath:"#/properties/suspend/type",keyword:"type",params:{type: "boolean"},schema:schema96.properties.suspend.type,parentSchema:schema96.properties.suspend,data:data20};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
if(data.timeZone !== undefined){
let data21 = data.timeZone;
if(typeof data21 === "string"){
if(func2(data21) < 1){
const err48 = {instancePath:instancePath+"/timeZone",schemaPath:"#/properties/timeZone/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema96.properties.timeZone,data:data21};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
else {
const err49 = {instancePath:instancePath+"/timeZone",schemaPath:"#/properties/timeZone/type",keyword:"type",params:{type: "string"},schema:schema96.properties.timeZone.type,parentSchema:schema96.properties.timeZone,data:data21};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
if(data.windows !== undefined){
let data22 = data.windows;
if(data22 && typeof data22 == "object" && !Array.isArray(data22)){
for(const key2 in data22){
const _errs69 = errors;
if(typeof key2 === "string"){
if(!pattern6.test(key2)){
const err50 = {instancePath:instancePath+"/windows",schemaPath:"#/$defs/windowName/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]*$"},schema:"^[a-z0-9][a-z0-9-]*$",parentSchema:schema91,data:key2,propertyName:key2};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
else {
const err51 = {instancePath:instancePath+"/windows",schemaPath:"#/$defs/windowName/type",keyword:"type",params:{type: "string"},schema:schema91.type,parentSchema:schema91,data:key2,propertyName:key2};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
var valid28 = _errs69 === errors;
if(!valid28){
const err52 = {instancePath:instancePath+"/windows",schemaPath:"#/properties/windows/propertyNames",keyword:"propertyNames",params:{propertyName: key2},schema:schema96.properties.windows.propertyNames,parentSchema:schema96.properties.windows,data:data22};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
for(const key3 in data22){
if(!(validate50(data22[key3], {instancePath:instancePath+"/windows/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data22,parentDataProperty:key3,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate50.errors : vErrors.concat(validate50.errors);
errors = vErrors.length;
}
}
}
else {
const err53 = {instancePath:instancePath+"/windows",schemaPath:"#/properties/windows/type",keyword:"type",params:{type: "object"},schema:schema96.properties.windows.type,parentSchema:schema96.properties.windows,data:data22};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
if(data.window !== undefined){
let data24 = data.window;
if(typeof data24 === "string"){
if(!pattern6.test(data24)){
const err54 = {instancePath:instancePath+"/window",schemaPath:"#/$defs/windowName/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]*$"},schema:"^[a-z0-9][a-z0-9-]*$",parentSchema:schema91,data:data24};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
else {
const err55 = {instancePath:instancePath+"/window",schemaPath:"#/$defs/windowName/type",keyword:"type",params:{type: "string"},schema:schema91.type,parentSchema:schema91,data:data24};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
}
else {
const err56 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema96.type,parentSchema:schema96,data};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
validate47.errors = vErrors;
return errors === 0;
}
validate47.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate20(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="urn:trueup:desired-state:v1" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate20.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.apiVersion === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "apiVersion"},schema:schema31.required,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!(func1.call(schema31.properties, key0))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.apiVersion !== undefined){
let data0 = data.apiVersion;
if(typeof data0 !== "string"){
const err2 = {instancePath:instancePath+"/apiVersion",schemaPath:"#/properties/apiVersion/type",keyword:"type",params:{type: "string"},schema:schema31.properties.apiVersion.type,parentSchema:schema31.properties.apiVersion,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if("trueup/v1" !== data0){
const err3 = {instancePath:instancePath+"/apiVersion",schemaPath:"#/properties/apiVersion/const",keyword:"const",params:{allowedValue: "trueup/v1"},schema:"trueup/v1",parentSchema:schema31.properties.apiVersion,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.tenant !== undefined){
let data1 = data.tenant;
if(typeof data1 === "string"){
if(!pattern4.test(data1)){
const err4 = {instancePath:instancePath+"/tenant",schemaPath:"#/$defs/objectId/pattern",keyword:"pattern",params:{pattern: "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"},schema:"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$",parentSchema:schema32,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/tenant",schemaPath:"#/$defs/objectId/type",keyword:"type",params:{type: "string"},schema:schema32.type,parentSchema:schema32,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.use !== undefined){
let data2 = data.use;
if(Array.isArray(data2)){
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
let data3 = data2[i0];
if(typeof data3 === "string"){
if(func2(data3) > 1000){
const err6 = {instancePath:instancePath+"/use/" + i0,schemaPath:"#/$defs/sharedFile/maxLength",keyword:"maxLength",params:{limit: 1000},schema:1000,parentSchema:schema33,data:data3};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(!pattern5.test(data3)){
const err7 = {instancePath:instancePath+"/use/" + i0,schemaPath:"#/$defs/sharedFile/pattern",keyword:"pattern",params:{pattern: "^shared(?:/(?![.])[^/\\\\\\x00-\\x1f]+)+[.]ya?ml$"},schema:"^shared(?:/(?![.])[^/\\\\\\x00-\\x1f]+)+[.]ya?ml$",parentSchema:schema33,data:data3};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
else {
const err8 = {instancePath:instancePath+"/use/" + i0,schemaPath:"#/$defs/sharedFile/type",keyword:"type",params:{type: "string"},schema:schema33.type,parentSchema:schema33,data:data3};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
}
else {
const err9 = {instancePath:instancePath+"/use",schemaPath:"#/properties/use/type",keyword:"type",params:{type: "array"},schema:schema31.properties.use.type,parentSchema:schema31.properties.use,data:data2};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.apps !== undefined){
let data4 = data.apps;
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
for(const key1 in data4){
const _errs14 = errors;
if(typeof key1 === "string"){
if(!pattern6.test(key1)){
const err10 = {instancePath:instancePath+"/apps",schemaPath:"#/$defs/appName/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]*$"},schema:"^[a-z0-9][a-z0-9-]*$",parentSchema:schema34,data:key1,propertyName:key1};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
else {
const err11 = {instancePath:instancePath+"/apps",schemaPath:"#/$defs/appName/type",keyword:"type",params:{type: "string"},schema:schema34.type,parentSchema:schema34,data:key1,propertyName:key1};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
var valid5 = _errs14 === errors;
if(!valid5){
const err12 = {instancePath:instancePath+"/apps",schemaPath:"#/properties/apps/propertyNames",keyword:"propertyNames",params:{propertyName: key1},schema:schema31.properties.apps.propertyNames,parentSchema:schema31.properties.apps,data:data4};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
for(const key2 in data4){
if(!(validate21(data4[key2], {instancePath:instancePath+"/apps/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data4,parentDataProperty:key2,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate21.errors : vErrors.concat(validate21.errors);
errors = vErrors.length;
}
}
}
else {
const err13 = {instancePath:instancePath+"/apps",schemaPath:"#/properties/apps/type",keyword:"type",params:{type: "object"},schema:schema31.properties.apps.type,parentSchema:schema31.properties.apps,data:data4};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.assignments !== undefined){
let data6 = data.assignments;
if(Array.isArray(data6)){
const len1 = data6.length;
for(let i1=0; i1<len1; i1++){
if(!(validate27(data6[i1], {instancePath:instancePath+"/assignments/" + i1,parentData:data6,parentDataProperty:i1,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate27.errors : vErrors.concat(validate27.errors);
errors = vErrors.length;
}
}
}
else {
const err14 = {instancePath:instancePath+"/assignments",schemaPath:"#/properties/assignments/type",keyword:"type",params:{type: "array"},schema:schema31.properties.assignments.type,parentSchema:schema31.properties.assignments,data:data6};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.users !== undefined){
let data8 = data.users;
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
for(const key3 in data8){
const _errs24 = errors;
if(typeof key3 === "string"){
if(func2(key3) < 1){
const err15 = {instancePath:instancePath+"/users",schemaPath:"#/properties/users/propertyNames/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema31.properties.users.propertyNames,data:key3,propertyName:key3};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
else {
const err16 = {instancePath:instancePath+"/users",schemaPath:"#/properties/users/propertyNames/type",keyword:"type",params:{type: "string"},schema:schema31.properties.users.propertyNames.type,parentSchema:schema31.properties.users.propertyNames,data:key3,propertyName:key3};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
var valid10 = _errs24 === errors;
if(!valid10){
const err17 = {instancePath:instancePath+"/users",schemaPath:"#/properties/users/propertyNames",keyword:"propertyNames",params:{propertyName: key3},schema:schema31.properties.users.propertyNames,parentSchema:schema31.properties.users,data:data8};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
for(const key4 in data8){
if(!(validate33(data8[key4], {instancePath:instancePath+"/users/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data8,parentDataProperty:key4,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate33.errors : vErrors.concat(validate33.errors);
errors = vErrors.length;
}
}
}
else {
const err18 = {instancePath:instancePath+"/users",schemaPath:"#/properties/users/type",keyword:"type",params:{type: "object"},schema:schema31.properties.users.type,parentSchema:schema31.properties.users,data:data8};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data.exceptions !== undefined){
let data10 = data.exceptions;
if(Array.isArray(data10)){
const len2 = data10.length;
for(let i2=0; i2<len2; i2++){
if(!(validate35(data10[i2], {instancePath:instancePath+"/exceptions/" + i2,parentData:data10,parentDataProperty:i2,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate35.errors : vErrors.concat(validate35.errors);
errors = vErrors.length;
}
}
}
else {
const err19 = {instancePath:instancePath+"/exceptions",schemaPath:"#/properties/exceptions/type",keyword:"type",params:{type: "array"},schema:schema31.properties.exceptions.type,parentSchema:schema31.properties.exceptions,data:data10};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data.rollouts !== undefined){
let data12 = data.rollouts;
if(data12 && typeof data12 == "object" && !Array.isArray(data12)){
for(const key5 in data12){
const _errs33 = errors;
if(typeof key5 === "string"){
if(!pattern6.test(key5)){
const err20 = {instancePath:instancePath+"/rollouts",schemaPath:"#/$defs/appName/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]*$"},schema:"^[a-z0-9][a-z0-9-]*$",parentSchema:schema34,data:key5,propertyName:key5};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
else {
const err21 = {instancePath:instancePath+"/rollouts",schemaPath:"#/$defs/appName/type",keyword:"type",params:{type: "string"},schema:schema34.type,parentSchema:schema34,data:key5,propertyName:key5};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
var valid14 = _errs33 === errors;
if(!valid14){
const err22 = {instancePath:instancePath+"/rollouts",schemaPath:"#/properties/rollouts/propertyNames",keyword:"propertyNames",params:{propertyName: key5},schema:schema31.properties.rollouts.propertyNames,parentSchema:schema31.properties.rollouts,data:data12};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
for(const key6 in data12){
if(!(validate38(data12[key6], {instancePath:instancePath+"/rollouts/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data12,parentDataProperty:key6,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate38.errors : vErrors.concat(validate38.errors);
errors = vErrors.length;
}
}
}
else {
const err23 = {instancePath:instancePath+"/rollouts",schemaPath:"#/properties/rollouts/type",keyword:"type",params:{type: "object"},schema:schema31.properties.rollouts.type,parentSchema:schema31.properties.rollouts,data:data12};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data.policy !== undefined){
if(!(validate47(data.policy, {instancePath:instancePath+"/policy",parentData:data,parentDataProperty:"policy",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate47.errors : vErrors.concat(validate47.errors);
errors = vErrors.length;
}
}
}
else {
const err24 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema31.type,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
validate20.errors = vErrors;
return errors === 0;
}
validate20.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

exports.isApp = validate53;

function validate53(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate53.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(func1.call(schema35.properties, key0))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema35,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.manifestId !== undefined){
let data0 = data.manifestId;
if(typeof data0 === "string"){
if(!pattern4.test(data0)){
const err1 = {instancePath:instancePath+"/manifestId",schemaPath:"#/$defs/objectId/pattern",keyword:"pattern",params:{pattern: "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"},schema:"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$",parentSchema:schema32,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
else {
const err2 = {instancePath:instancePath+"/manifestId",schemaPath:"#/$defs/objectId/type",keyword:"type",params:{type: "string"},schema:schema32.type,parentSchema:schema32,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.catalogId !== undefined){
let data1 = data.catalogId;
if(typeof data1 === "string"){
if(!pattern4.test(data1)){
const err3 = {instancePath:instancePath+"/catalogId",schemaPath:"#/$defs/objectId/pattern",keyword:"pattern",params:{pattern: "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"},schema:"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$",parentSchema:schema32,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
else {
const err4 = {instancePath:instancePath+"/catalogId",schemaPath:"#/$defs/objectId/type",keyword:"type",params:{type: "string"},schema:schema32.type,parentSchema:schema32,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.permissions !== undefined){
let data2 = data.permissions;
if(Array.isArray(data2)){
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
if(!(validate22(data2[i0], {instancePath:instancePath+"/permissions/" + i0,parentData:data2,parentDataProperty:i0,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate22.errors : vErrors.concat(validate22.errors);
errors = vErrors.length;
}
}
}
else {
const err5 = {instancePath:instancePath+"/permissions",schemaPath:"#/properties/permissions/type",keyword:"type",params:{type: "array"},schema:schema35.properties.permissions.type,parentSchema:schema35.properties.permissions,data:data2};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.owner !== undefined){
let data4 = data.owner;
if(typeof data4 === "string"){
if(func2(data4) > 200){
const err6 = {instancePath:instancePath+"/owner",schemaPath:"#/$defs/owner/maxLength",keyword:"maxLength",params:{limit: 200},schema:200,parentSchema:schema42,data:data4};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(func2(data4) < 1){
const err7 = {instancePath:instancePath+"/owner",schemaPath:"#/$defs/owner/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema42,data:data4};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
else {
const err8 = {instancePath:instancePath+"/owner",schemaPath:"#/$defs/owner/type",keyword:"type",params:{type: "string"},schema:schema42.type,parentSchema:schema42,data:data4};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.deny !== undefined){
let data5 = data.deny;
if(Array.isArray(data5)){
const len1 = data5.length;
for(let i1=0; i1<len1; i1++){
let data6 = data5[i1];
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
if(data6.versions === undefined){
const err9 = {instancePath:instancePath+"/deny/" + i1,schemaPath:"#/$defs/denied/required",keyword:"required",params:{missingProperty: "versions"},schema:schema43.required,parentSchema:schema43,data:data6};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
for(const key1 in data6){
if(!((key1 === "versions") || (key1 === "reason"))){
const err10 = {instancePath:instancePath+"/deny/" + i1,schemaPath:"#/$defs/denied/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},schema:false,parentSchema:schema43,data:data6};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data6.versions !== undefined){
let data7 = data6.versions;
if(typeof data7 === "string"){
if(func2(data7) < 1){
const err11 = {instancePath:instancePath+"/deny/" + i1+"/versions",schemaPath:"#/$defs/denied/properties/versions/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema43.properties.versions,data:data7};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
else {
const err12 = {instancePath:instancePath+"/deny/" + i1+"/versions",schemaPath:"#/$defs/denied/properties/versions/type",keyword:"type",params:{type: "string"},schema:schema43.properties.versions.type,parentSchema:schema43.properties.versions,data:data7};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data6.reason !== undefined){
let data8 = data6.reason;
if(typeof data8 === "string"){
if(func2(data8) > 200){
const err13 = {instancePath:instancePath+"/deny/" + i1+"/reason",schemaPath:"#/$defs/denied/properties/reason/maxLength",keyword:"maxLength",params:{limit: 200},schema:200,parentSchema:schema43.properties.reason,data:data8};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(func2(data8) < 1){
const err14 = {instancePath:instancePath+"/deny/" + i1+"/reason",schemaPath:"#/$defs/denied/properties/reason/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema43.properties.reason,data:data8};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
else {
const err15 = {instancePath:instancePath+"/deny/" + i1+"/reason",schemaPath:"#/$defs/denied/properties/reason/type",keyword:"type",params:{type: "string"},schema:schema43.properties.reason.type,parentSchema:schema43.properties.reason,data:data8};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
}
else {
const err16 = {instancePath:instancePath+"/deny/" + i1,schemaPath:"#/$defs/denied/type",keyword:"type",params:{type: "object"},schema:schema43.type,parentSchema:schema43,data:data6};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
}
else {
const err17 = {instancePath:instancePath+"/deny",schemaPath:"#/properties/deny/type",keyword:"type",params:{type: "array"},schema:schema35.properties.deny.type,parentSchema:schema35.properties.deny,data:data5};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data.clientAppId !== undefined){
let data9 = data.clientAppId;
if(typeof data9 === "string"){
if(!pattern4.test(data9)){
const err18 = {instancePath:instancePath+"/clientAppId",schemaPath:"#/$defs/objectId/pattern",keyword:"pattern",params:{pattern: "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"},schema:"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$",parentSchema:schema32,data:data9};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
else {
const err19 = {instancePath:instancePath+"/clientAppId",schemaPath:"#/$defs/objectId/type",keyword:"type",params:{type: "string"},schema:schema32.type,parentSchema:schema32,data:data9};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data.repairConsent !== undefined){
let data10 = data.repairConsent;
if(!(((data10 === "report") || (data10 === "upgrade")) || (data10 === "reinstall"))){
const err20 = {instancePath:instancePath+"/repairConsent",schemaPath:"#/properties/repairConsent/enum",keyword:"enum",params:{allowedValues: schema35.properties.repairConsent.enum},schema:schema35.properties.repairConsent.enum,parentSchema:schema35.properties.repairConsent,data:data10};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data.replaces !== undefined){
if(!(validate24(data.replaces, {instancePath:instancePath+"/replaces",parentData:data,parentDataProperty:"replaces",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate24.errors : vErrors.concat(validate24.errors);
errors = vErrors.length;
}
}
if(data.suspend !== undefined){
let data12 = data.suspend;
if(typeof data12 !== "boolean"){
const err21 = {instancePath:instancePath+"/suspend",schemaPath:"#/properties/suspend/type",keyword:"type",params:{type: "boolean"},schema:schema35.properties.suspend.type,parentSchema:schema35.properties.suspend,data:data12};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
}
else {
const err22 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema35.type,parentSchema:schema35,data};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
validate53.errors = vErrors;
return errors === 0;
}
validate53.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

exports.isAppName = validate56;

function validate56(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate56.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(typeof data === "string"){
if(!pattern6.test(data)){
const err0 = {instancePath,schemaPath:"#/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]*$"},schema:"^[a-z0-9][a-z0-9-]*$",parentSchema:schema34,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
else {
const err1 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},schema:schema34.type,parentSchema:schema34,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
validate56.errors = vErrors;
return errors === 0;
}
validate56.evaluated = {"dynamicProps":false,"dynamicItems":false};

exports.isDenied = validate57;

function validate57(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate57.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.versions === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "versions"},schema:schema43.required,parentSchema:schema43,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!((key0 === "versions") || (key0 === "reason"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema43,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.versions !== undefined){
let data0 = data.versions;
if(typeof data0 === "string"){
if(func2(data0) < 1){
const err2 = {instancePath:instancePath+"/versions",schemaPath:"#/properties/versions/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema43.properties.versions,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
else {
const err3 = {instancePath:instancePath+"/versions",schemaPath:"#/properties/versions/type",keyword:"type",params:{type: "string"},schema:schema43.properties.versions.type,parentSchema:schema43.properties.versions,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.reason !== undefined){
let data1 = data.reason;
if(typeof data1 === "string"){
if(func2(data1) > 200){
const err4 = {instancePath:instancePath+"/reason",schemaPath:"#/properties/reason/maxLength",keyword:"maxLength",params:{limit: 200},schema:200,parentSchema:schema43.properties.reason,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(func2(data1) < 1){
const err5 = {instancePath:instancePath+"/reason",schemaPath:"#/properties/reason/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema43.properties.reason,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/reason",schemaPath:"#/properties/reason/type",keyword:"type",params:{type: "string"},schema:schema43.properties.reason.type,parentSchema:schema43.properties.reason,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
}
else {
const err7 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema43.type,parentSchema:schema43,data};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
validate57.errors = vErrors;
return errors === 0;
}
validate57.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

exports.isAssignment = validate58;

function validate58(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate58.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.app === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "app"},schema:schema47.required,parentSchema:schema47,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.to === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "to"},schema:schema47.required,parentSchema:schema47,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
for(const key0 in data){
if(!(((((((key0 === "app") || (key0 === "version")) || (key0 === "ensure")) || (key0 === "to")) || (key0 === "except")) || (key0 === "accountTypes")) || (key0 === "priority"))){
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema47,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.app !== undefined){
let data0 = data.app;
if(typeof data0 === "string"){
if(!pattern6.test(data0)){
const err3 = {instancePath:instancePath+"/app",schemaPath:"#/$defs/appName/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]*$"},schema:"^[a-z0-9][a-z0-9-]*$",parentSchema:schema34,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
else {
const err4 = {instancePath:instancePath+"/app",schemaPath:"#/$defs/appName/type",keyword:"type",params:{type: "string"},schema:schema34.type,parentSchema:schema34,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.version !== undefined){
let data1 = data.version;
if(typeof data1 === "string"){
if(func2(data1) < 1){
const err5 = {instancePath:instancePath+"/version",schemaPath:"#/$defs/version/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema49,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/version",schemaPath:"#/$defs/version/type",keyword:"type",params:{type: "string"},schema:schema49.type,parentSchema:schema49,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.ensure !== undefined){
let data2 = data.ensure;
if(typeof data2 !== "string"){
const err7 = {instancePath:instancePath+"/ensure",schemaPath:"#/$defs/ensure/type",keyword:"type",params:{type: "string"},schema:schema50.type,parentSchema:schema50,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(!((((data2 === "upgraded") || (data2 === "installed")) || (data2 === "absent")) || (data2 === "leave"))){
const err8 = {instancePath:instancePath+"/ensure",schemaPath:"#/$defs/ensure/enum",keyword:"enum",params:{allowedValues: schema50.enum},schema:schema50.enum,parentSchema:schema50,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.to !== undefined){
let data3 = data.to;
if(Array.isArray(data3)){
if(data3.length < 1){
const err9 = {instancePath:instancePath+"/to",schemaPath:"#/properties/to/minItems",keyword:"minItems",params:{limit: 1},schema:1,parentSchema:schema47.properties.to,data:data3};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
if(!(validate28(data3[i0], {instancePath:instancePath+"/to/" + i0,parentData:data3,parentDataProperty:i0,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate28.errors : vErrors.concat(validate28.errors);
errors = vErrors.length;
}
}
}
else {
const err10 = {instancePath:instancePath+"/to",schemaPath:"#/properties/to/type",keyword:"type",params:{type: "array"},schema:schema47.properties.to.type,parentSchema:schema47.properties.to,data:data3};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.except !== undefined){
let data5 = data.except;
if(Array.isArray(data5)){
const len1 = data5.length;
for(let i1=0; i1<len1; i1++){
if(!(validate30(data5[i1], {instancePath:instancePath+"/except/" + i1,parentData:data5,parentDataProperty:i1,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate30.errors : vErrors.concat(validate30.errors);
errors = vErrors.length;
}
}
}
else {
const err11 = {instancePath:instancePath+"/except",schemaPath:"#/properties/except/type",keyword:"type",params:{type: "array"},schema:schema47.properties.except.type,parentSchema:schema47.properties.except,data:data5};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.accountTypes !== undefined){
let data7 = data.accountTypes;
if(Array.isArray(data7)){
if(data7.length < 1){
const err12 = {instancePath:instancePath+"/accountTypes",schemaPath:"#/properties/accountTypes/minItems",keyword:"minItems",params:{limit: 1},schema:1,parentSchema:schema47.properties.accountTypes,data:data7};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
const len2 = data7.length;
for(let i2=0; i2<len2; i2++){
let data8 = data7[i2];
if(typeof data8 !== "string"){
const err13 = {instancePath:instancePath+"/accountTypes/" + i2,schemaPath:"#/properties/accountTypes/items/type",keyword:"type",params:{type: "string"},schema:schema47.properties.accountTypes.items.type,parentSchema:schema47.properties.accountTypes.items,data:data8};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(!((data8 === "person") || (data8 === "resource"))){
const err14 = {instancePath:instancePath+"/accountTypes/" + i2,schemaPath:"#/properties/accountTypes/items/enum",keyword:"enum",params:{allowedValues: schema47.properties.accountTypes.items.enum},schema:schema47.properties.accountTypes.items.enum,parentSchema:schema47.properties.accountTypes.items,data:data8};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
}
else {
const err15 = {instancePath:instancePath+"/accountTypes",schemaPath:"#/properties/accountTypes/type",keyword:"type",params:{type: "array"},schema:schema47.properties.accountTypes.type,parentSchema:schema47.properties.accountTypes,data:data7};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data.priority !== undefined){
let data9 = data.priority;
if(!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))){
const err16 = {instancePath:instancePath+"/priority",schemaPath:"#/properties/priority/type",keyword:"type",params:{type: "integer"},schema:schema47.properties.priority.type,parentSchema:schema47.properties.priority,data:data9};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 > 1000000 || isNaN(data9)){
const err17 = {instancePath:instancePath+"/priority",schemaPath:"#/properties/priority/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000},schema:1000000,parentSchema:schema47.properties.priority,data:data9};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if(data9 < -1000000 || isNaN(data9)){
const err18 = {instancePath:instancePath+"/priority",schemaPath:"#/properties/priority/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1000000},schema:-1000000,parentSchema:schema47.properties.priority,data:data9};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
}
}
else {
const err19 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema47.type,parentSchema:schema47,data};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
validate58.errors = vErrors;
return errors === 0;
}
validate58.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

exports.isUserApps = validate61;

function validate61(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate61.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
const _errs1 = errors;
if(typeof key0 === "string"){
if(!pattern6.test(key0)){
const err0 = {instancePath,schemaPath:"#/$defs/appName/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]*$"},schema:"^[a-z0-9][a-z0-9-]*$",parentSchema:schema34,data:key0,propertyName:key0};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
else {
const err1 = {instancePath,schemaPath:"#/$defs/appName/type",keyword:"type",params:{type: "string"},schema:schema34.type,parentSchema:schema34,data:key0,propertyName:key0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
var valid0 = _errs1 === errors;
if(!valid0){
const err2 = {instancePath,schemaPath:"#/propertyNames",keyword:"propertyNames",params:{propertyName: key0},schema:schema61.propertyNames,parentSchema:schema61,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
for(const key1 in data){
let data0 = data[key1];
const _errs6 = errors;
let valid3 = false;
let passing0 = null;
const _errs7 = errors;
if(typeof data0 === "string"){
if(func2(data0) < 1){
const err3 = {instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/version/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema49,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
else {
const err4 = {instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/version/type",keyword:"type",params:{type: "string"},schema:schema49.type,parentSchema:schema49,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
var _valid0 = _errs7 === errors;
if(_valid0){
valid3 = true;
passing0 = 0;
}
const _errs10 = errors;
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
for(const key2 in data0){
if(!((key2 === "version") || (key2 === "ensure"))){
const err5 = {instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/additionalProperties/oneOf/1/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},schema:false,parentSchema:schema61.additionalProperties.oneOf[1],data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data0.version !== undefined){
let data1 = data0.version;
if(typeof data1 === "string"){
if(func2(data1) < 1){
const err6 = {instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/version",schemaPath:"#/$defs/version/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema49,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
else {
const err7 = {instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/version",schemaPath:"#/$defs/version/type",keyword:"type",params:{type: "string"},schema:schema49.type,parentSchema:schema49,data:data1};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data0.ensure !== undefined){
let data2 = data0.ensure;
if(typeof data2 !== "string"){
const err8 = {instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/ensure",schemaPath:"#/$defs/ensure/type",keyword:"type",params:{type: "string"},schema:schema50.type,parentSchema:schema50,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(!((((data2 === "upgraded") || (data2 === "installed")) || (data2 === "absent")) || (data2 === "leave"))){
const err9 = {instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/ensure",schemaPath:"#/$defs/ensure/enum",keyword:"enum",params:{allowedValues: schema50.enum},schema:schema50.enum,parentSchema:schema50,data:data2};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
else {
const err10 = {instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/additionalProperties/oneOf/1/type",keyword:"type",params:{type: "object"},schema:schema61.additionalProperties.oneOf[1].type,parentSchema:schema61.additionalProperties.oneOf[1],data:data0};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
var _valid0 = _errs10 === errors;
if(_valid0 && valid3){
valid3 = false;
passing0 = [passing0, 1];
}
else {
if(_valid0){
valid3 = true;
passing0 = 1;
}
}
if(!valid3){
const err11 = {instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/additionalProperties/oneOf",keyword:"oneOf",params:{passingSchemas: passing0},schema:schema61.additionalProperties.oneOf,parentSchema:schema61.additionalProperties,data:data0};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
else {
errors = _errs6;
if(vErrors !== null){
if(_errs6){
vErrors.length = _errs6;
}
else {
vErrors = null;
}
}
}
}
}
else {
const err12 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema61.type,parentSchema:schema61,data};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
validate61.errors = vErrors;
return errors === 0;
}
validate61.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

exports.isPolicy = validate62;

function validate62(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate62.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(func1.call(schema96.properties, key0))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema96,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.sections !== undefined){
let data0 = data.sections;
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
for(const key1 in data0){
if(!((((((key1 === "apps") || (key1 === "assignments")) || (key1 === "users")) || (key1 === "tenant")) || (key1 === "rollouts")) || (key1 === "exceptions"))){
const err1 = {instancePath:instancePath+"/sections",schemaPath:"#/properties/sections/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},schema:false,parentSchema:schema96.properties.sections,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data0.apps !== undefined){
let data1 = data0.apps;
if(Array.isArray(data1)){
if(data1.length < 1){
const err2 = {instancePath:instancePath+"/sections/apps",schemaPath:"#/$defs/globs/minItems",keyword:"minItems",params:{limit: 1},schema:1,parentSchema:schema97,data:data1};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
if(typeof data2 === "string"){
if(func2(data2) < 1){
const err3 = {instancePath:instancePath+"/sections/apps/" + i0,schemaPath:"#/$defs/globs/items/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema97.items,data:data2};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
else {
const err4 = {instancePath:instancePath+"/sections/apps/" + i0,schemaPath:"#/$defs/globs/items/type",keyword:"type",params:{type: "string"},schema:schema97.items.type,parentSchema:schema97.items,data:data2};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
}
else {
const err5 = {instancePath:instancePath+"/sections/apps",schemaPath:"#/$defs/globs/type",keyword:"type",params:{type: "array"},schema:schema97.type,parentSchema:schema97,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data0.assignments !== undefined){
let data3 = data0.assignments;
if(Array.isArray(data3)){
if(data3.length < 1){
const err6 = {instancePath:instancePath+"/sections/assignments",schemaPath:"#/$defs/globs/minItems",keyword:"minItems",params:{limit: 1},schema:1,parentSchema:schema97,data:data3};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
const len1 = data3.length;
for(let i1=0; i1<len1; i1++){
let data4 = data3[i1];
if(typeof data4 === "string"){
if(func2(data4) < 1){
const err7 = {instancePath:instancePath+"/sections/assignments/" + i1,schemaPath:"#/$defs/globs/items/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema97.items,data:data4};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
else {
const err8 = {instancePath:instancePath+"/sections/assignments/" + i1,schemaPath:"#/$defs/globs/items/type",keyword:"type",params:{type: "string"},schema:schema97.items.type,parentSchema:schema97.items,data:data4};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
}
else {
const err9 = {instancePath:instancePath+"/sections/assignments",schemaPath:"#/$defs/globs/type",keyword:"type",params:{type: "array"},schema:schema97.type,parentSchema:schema97,data:data3};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data0.users !== undefined){
let data5 = data0.users;
if(Array.isArray(data5)){
if(data5.length < 1){
const err10 = {instancePath:instancePath+"/sections/users",schemaPath:"#/$defs/globs/minItems",keyword:"minItems",params:{limit: 1},schema:1,parentSchema:schema97,data:data5};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
const len2 = data5.length;
for(let i2=0; i2<len2; i2++){
let data6 = data5[i2];
if(typeof data6 === "string"){
if(func2(data6) < 1){
const err11 = {instancePath:instancePath+"/sections/users/" + i2,schemaPath:"#/$defs/globs/items/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema97.items,data:data6};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
else {
const err12 = {instancePath:instancePath+"/sections/users/" + i2,schemaPath:"#/$defs/globs/items/type",keyword:"type",params:{type: "string"},schema:schema97.items.type,parentSchema:schema97.items,data:data6};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
}
else {
const err13 = {instancePath:instancePath+"/sections/users",schemaPath:"#/$defs/globs/type",keyword:"type",params:{type: "array"},schema:schema97.type,parentSchema:schema97,data:data5};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data0.tenant !== undefined){
let data7 = data0.tenant;
if(Array.isArray(data7)){
if(data7.length < 1){
const err14 = {instancePath:instancePath+"/sections/tenant",schemaPath:"#/$defs/globs/minItems",keyword:"minItems",params:{limit: 1},schema:1,parentSchema:schema97,data:data7};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
const len3 = data7.length;
for(let i3=0; i3<len3; i3++){
let data8 = data7[i3];
if(typeof data8 === "string"){
if(func2(data8) < 1){
const err15 = {instancePath:instancePath+"/sections/tenant/" + i3,schemaPath:"#/$defs/globs/items/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema97.items,data:data8};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
else {
const err16 = {instancePath:instancePath+"/sections/tenant/" + i3,schemaPath:"#/$defs/globs/items/type",keyword:"type",params:{type: "string"},schema:schema97.items.type,parentSchema:schema97.items,data:data8};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
}
else {
const err17 = {instancePath:instancePath+"/sections/tenant",schemaPath:"#/$defs/globs/type",keyword:"type",params:{type: "array"},schema:schema97.type,parentSchema:schema97,data:data7};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data0.rollouts !== undefined){
let data9 = data0.rollouts;
if(Array.isArray(data9)){
if(data9.length < 1){
const err18 = {instancePath:instancePath+"/sections/rollouts",schemaPath:"#/$defs/globs/minItems",keyword:"minItems",params:{limit: 1},schema:1,parentSchema:schema97,data:data9};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
const len4 = data9.length;
for(let i4=0; i4<len4; i4++){
let data10 = data9[i4];
if(typeof data10 === "string"){
if(func2(data10) < 1){
const err19 = {instancePath:instancePath+"/sections/rollouts/" + i4,schemaPath:"#/$defs/globs/items/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema97.items,data:data10};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
else {
const err20 = {instancePath:instancePath+"/sections/rollouts/" + i4,schemaPath:"#/$defs/globs/items/type",keyword:"type",params:{type: "string"},schema:schema97.items.type,parentSchema:schema97.items,data:data10};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
}
else {
const err21 = {instancePath:instancePath+"/sections/rollouts",schemaPath:"#/$defs/globs/type",keyword:"type",params:{type: "array"},schema:schema97.type,parentSchema:schema97,data:data9};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data0.exceptions !== undefined){
let data11 = data0.exceptions;
if(Array.isArray(data11)){
if(data11.length < 1){
const err22 = {instancePath:instancePath+"/sections/exceptions",schemaPath:"#/$defs/globs/minItems",keyword:"minItems",params:{limit: 1},schema:1,parentSchema:schema97,data:data11};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
const len5 = data11.length;
for(let i5=0; i5<len5; i5++){
let data12 = data11[i5];
if(typeof data12 === "string"){
if(func2(data12) < 1){
const err23 = {instancePath:instancePath+"/sections/exceptions/" + i5,schemaPath:"#/$defs/globs/items/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema97.items,data:data12};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
else {
const err24 = {instancePath:instancePath+"/sections/exceptions/" + i5,schemaPath:"#/$defs/globs/items/type",keyword:"type",params:{type: "string"},schema:schema97.items.type,parentSchema:schema97.items,data:data12};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
}
else {
const err25 = {instancePath:instancePath+"/sections/exceptions",schemaPath:"#/$defs/globs/type",keyword:"type",params:{type: "array"},schema:schema97.type,parentSchema:schema97,data:data11};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
}
else {
const err26 = {instancePath:instancePath+"/sections",schemaPath:"#/properties/sections/type",keyword:"type",params:{type: "object"},schema:schema96.properties.sections.type,parentSchema:schema96.properties.sections,data:data0};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data.protectedUsers !== undefined){
let data13 = data.protectedUsers;
if(Array.isArray(data13)){
const len6 = data13.length;
for(let i6=0; i6<len6; i6++){
if(!(validate48(data13[i6], {instancePath:instancePath+"/protectedUsers/" + i6,parentData:data13,parentDataProperty:i6,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate48.errors : vErrors.concat(validate48.errors);
errors = vErrors.length;
}
}
}
else {
const err27 = {instancePath:instancePath+"/protectedUsers",schemaPath:"#/properties/protectedUsers/type",keyword:"type",params:{type: "array"},schema:schema96.properties.protectedUsers.type,parentSchema:schema96.properties.protectedUsers,data:data13};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data.maxChanges !== undefined){
let data15 = data.maxChanges;
const _errs40 = errors;
let valid23 = false;
let passing0 = null;
const _errs41 = errors;
if(!(((typeof data15 == "number") && (!(data15 % 1) && !isNaN(data15))) && (isFinite(data15)))){
const err28 = {instancePath:instancePath+"/maxChanges",schemaPath:"#/$defs/limit/oneOf/0/type",keyword:"type",params:{type: "integer"},schema:schema107.oneOf[0].type,parentSchema:schema107.oneOf[0],data:data15};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
if((typeof data15 == "number") && (isFinite(data15))){
if(data15 < 0 || isNaN(data15)){
const err29 = {instancePath:instancePath+"/maxChanges",schemaPath:"#/$defs/limit/oneOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},schema:0,parentSchema:schema107.oneOf[0],data:data15};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
var _valid0 = _errs41 === errors;
if(_valid0){
valid23 = true;
passing0 = 0;
}
const _errs43 = errors;
if(typeof data15 === "string"){
if(!pattern38.test(data15)){
const err30 = {instancePath:instancePath+"/maxChanges",schemaPath:"#/$defs/limit/oneOf/1/pattern",keyword:"pattern",params:{pattern: "^(100|[0-9]{1,2})%$"},schema:"^(100|[0-9]{1,2})%$",parentSchema:schema107.oneOf[1],data:data15};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
else {
const err31 = {instancePath:instancePath+"/maxChanges",schemaPath:"#/$defs/limit/oneOf/1/type",keyword:"type",params:{type: "string"},schema:schema107.oneOf[1].type,parentSchema:schema107.oneOf[1],data:data15};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
var _valid0 = _errs43 === errors;
if(_valid0 && valid23){
valid23 = false;
passing0 = [passing0, 1];
}
else {
if(_valid0){
valid23 = true;
passing0 = 1;
}
}
if(!valid23){
const err32 = {instancePath:instancePath+"/maxChanges",schemaPath:"#/$defs/limit/oneOf",keyword:"oneOf",params:{passingSchemas: passing0},schema:schema107.oneOf,parentSchema:schema107,data:data15};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
else {
errors = _errs40;
if(vErrors !== null){
if(_errs40){
vErrors.length = _errs40;
}
else {
vErrors = null;
}
}
}
}
if(data.maxRemovals !== undefined){
let data16 = data.maxRemovals;
const _errs47 = errors;
let valid25 = false;
let passing1 = null;
const _errs48 = errors;
if(!(((typeof data16 == "number") && (!(data16 % 1) && !isNaN(data16))) && (isFinite(data16)))){
const err33 = {instancePath:instancePath+"/maxRemovals",schemaPath:"#/$defs/limit/oneOf/0/type",keyword:"type",params:{type: "integer"},schema:schema107.oneOf[0].type,parentSchema:schema107.oneOf[0],data:data16};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
if((typeof data16 == "number") && (isFinite(data16))){
if(data16 < 0 || isNaN(data16)){
const err34 = {instancePath:instancePath+"/maxRemovals",schemaPath:"#/$defs/limit/oneOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},schema:0,parentSchema:schema107.oneOf[0],data:data16};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
var _valid1 = _errs48 === errors;
if(_valid1){
valid25 = true;
passing1 = 0;
}
const _errs50 = errors;
if(typeof data16 === "string"){
if(!pattern38.test(data16)){
const err35 = {instancePath:instancePath+"/maxRemovals",schemaPath:"#/$defs/limit/oneOf/1/pattern",keyword:"pattern",params:{pattern: "^(100|[0-9]{1,2})%$"},schema:"^(100|[0-9]{1,2})%$",parentSchema:schema107.oneOf[1],data:data16};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
else {
const err36 = {instancePath:instancePath+"/maxRemovals",schemaPath:"#/$defs/limit/oneOf/1/type",keyword:"type",params:{type: "string"},schema:schema107.oneOf[1].type,parentSchema:schema107.oneOf[1],data:data16};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
var _valid1 = _errs50 === errors;
if(_valid1 && valid25){
valid25 = false;
passing1 = [passing1, 1];
}
else {
if(_valid1){
valid25 = true;
passing1 = 1;
}
}
if(!valid25){
const err37 = {instancePath:instancePath+"/maxRemovals",schemaPath:"#/$defs/limit/oneOf",keyword:"oneOf",params:{passingSchemas: passing1},schema:schema107.oneOf,parentSchema:schema107,data:data16};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
else {
errors = _errs47;
if(vErrors !== null){
if(_errs47){
vErrors.length = _errs47;
}
else {
vErrors = null;
}
}
}
}
if(data.perRun !== undefined){
let data17 = data.perRun;
if(!(((typeof data17 == "number") && (!(data17 % 1) && !isNaN(data17))) && (isFinite(data17)))){
const err38 = {instancePath:instancePath+"/perRun",schemaPath:"#/properties/perRun/type",keyword:"type",params:{type: "integer"},schema:schema96.properties.perRun.type,parentSchema:schema96.properties.perRun,data:data17};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
if((typeof data17 == "number") && (isFinite(data17))){
if(data17 < 1 || isNaN(data17)){
const err39 = {instancePath:instancePath+"/perRun",schemaPath:"#/properties/perRun/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},schema:1,parentSchema:schema96.properties.perRun,data:data17};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
}
if(data.perDay !== undefined){
let data18 = data.perDay;
if(!(((typeof data18 == "number") && (!(data18 % 1) && !isNaN(data18))) && (isFinite(data18)))){
const err40 = {instancePath:instancePath+"/perDay",schemaPath:"#/properties/perDay/type",keyword:"type",params:{type: "integer"},schema:schema96.properties.perDay.type,parentSchema:schema96.properties.perDay,data:data18};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
if((typeof data18 == "number") && (isFinite(data18))){
if(data18 < 1 || isNaN(data18)){
const err41 = {instancePath:instancePath+"/perDay",schemaPath:"#/properties/perDay/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},schema:1,parentSchema:schema96.properties.perDay,data:data18};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
}
if(data.maxDue !== undefined){
let data19 = data.maxDue;
const _errs58 = errors;
let valid27 = false;
let passing2 = null;
const _errs59 = errors;
if(!(((typeof data19 == "number") && (!(data19 % 1) && !isNaN(data19))) && (isFinite(data19)))){
const err42 = {instancePath:instancePath+"/maxDue",schemaPath:"#/$defs/limit/oneOf/0/type",keyword:"type",params:{type: "integer"},schema:schema107.oneOf[0].type,parentSchema:schema107.oneOf[0],data:data19};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
if((typeof data19 == "number") && (isFinite(data19))){
if(data19 < 0 || isNaN(data19)){
const err43 = {instancePath:instancePath+"/maxDue",schemaPath:"#/$defs/limit/oneOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},schema:0,parentSchema:schema107.oneOf[0],data:data19};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
var _valid2 = _errs59 === errors;
if(_valid2){
valid27 = true;
passing2 = 0;
}
const _errs61 = errors;
if(typeof data19 === "string"){
if(!pattern38.test(data19)){
const err44 = {instancePath:instancePath+"/maxDue",schemaPath:"#/$defs/limit/oneOf/1/pattern",keyword:"pattern",params:{pattern: "^(100|[0-9]{1,2})%$"},schema:"^(100|[0-9]{1,2})%$",parentSchema:schema107.oneOf[1],data:data19};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
else {
const err45 = {instancePath:instancePath+"/maxDue",schemaPath:"#/$defs/limit/oneOf/1/type",keyword:"type",params:{type: "string"},schema:schema107.oneOf[1].type,parentSchema:schema107.oneOf[1],data:data19};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
var _valid2 = _errs61 === errors;
if(_valid2 && valid27){
valid27 = false;
passing2 = [passing2, 1];
}
else {
if(_valid2){
valid27 = true;
passing2 = 1;
}
}
if(!valid27){
const err46 = {instancePath:instancePath+"/maxDue",schemaPath:"#/$defs/limit/oneOf",keyword:"oneOf",params:{passingSchemas: passing2},schema:schema107.oneOf,parentSchema:schema107,data:data19};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
else {
errors = _errs58;
if(vErrors !== null){
if(_errs58){
vErrors.length = _errs58;
}
else {
vErrors = null;
}
}
}
}
if(data.suspend !== undefined){
let data20 = data.suspend;
if(typeof data20 !== "boolean"){
const err47 = {instancePath:instancePath+"/suspend",schemaPath:"#/properties/suspend/type",keyword:"type",params:{type: "boolean"},schema:schema96.properties.suspend.type,parentSchema:schema96.properties.suspend,data:data20};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
if(data.timeZone !== undefined){
let data21 = data.timeZone;
if(typeof data21 === "string"){
if(func2(data21) < 1){
const err48 = {instancePath:instancePath+"/timeZone",schemaPath:"#/properties/timeZone/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema96.properties.timeZone,data:data21};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
else {
const err49 = {instancePath:instancePath+"/timeZone",schemaPath:"#/properties/timeZone/type",keyword:"type",params:{type: "string"},schema:schema96.properties.timeZone.type,parentSchema:schema96.properties.timeZone,data:data21};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
if(data.windows !== undefined){
let data22 = data.windows;
if(data22 && typeof data22 == "object" && !Array.isArray(data22)){
for(const key2 in data22){
const _errs69 = errors;
if(typeof key2 === "string"){
if(!pattern6.test(key2)){
const err50 = {instancePath:instancePath+"/windows",schemaPath:"#/$defs/windowName/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]*$"},schema:"^[a-z0-9][a-z0-9-]*$",parentSchema:schema91,data:key2,propertyName:key2};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
else {
const err51 = {instancePath:instancePath+"/windows",schemaPath:"#/$defs/windowName/type",keyword:"type",params:{type: "string"},schema:schema91.type,parentSchema:schema91,data:key2,propertyName:key2};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
var valid28 = _errs69 === errors;
if(!valid28){
const err52 = {instancePath:instancePath+"/windows",schemaPath:"#/properties/windows/propertyNames",keyword:"propertyNames",params:{propertyName: key2},schema:schema96.properties.windows.propertyNames,parentSchema:schema96.properties.windows,data:data22};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
for(const key3 in data22){
if(!(validate50(data22[key3], {instancePath:instancePath+"/windows/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data22,parentDataProperty:key3,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate50.errors : vErrors.concat(validate50.errors);
errors = vErrors.length;
}
}
}
else {
const err53 = {instancePath:instancePath+"/windows",schemaPath:"#/properties/windows/type",keyword:"type",params:{type: "object"},schema:schema96.properties.windows.type,parentSchema:schema96.properties.windows,data:data22};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
if(data.window !== undefined){
let data24 = data.window;
if(typeof data24 === "string"){
if(!pattern6.test(data24)){
const err54 = {instancePath:instancePath+"/window",schemaPath:"#/$defs/windowName/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]*$"},schema:"^[a-z0-9][a-z0-9-]*$",parentSchema:schema91,data:data24};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
else {
const err55 = {instancePath:instancePath+"/window",schemaPath:"#/$defs/windowName/type",keyword:"type",params:{type: "string"},schema:schema91.type,parentSchema:schema91,data:data24};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
}
else {
const err56 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema96.type,parentSchema:schema96,data};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
validate62.errors = vErrors;
return errors === 0;
}
validate62.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

exports.isException = validate65;

function validate65(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate65.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.app === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "app"},schema:schema66.required,parentSchema:schema66,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.to === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "to"},schema:schema66.required,parentSchema:schema66,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.reason === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "reason"},schema:schema66.required,parentSchema:schema66,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.owner === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "owner"},schema:schema66.required,parentSchema:schema66,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.until === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "until"},schema:schema66.required,parentSchema:schema66,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
for(const key0 in data){
if(!((((((key0 === "app") || (key0 === "to")) || (key0 === "accept")) || (key0 === "reason")) || (key0 === "owner")) || (key0 === "until"))){
const err5 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema66,data};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.app !== undefined){
let data0 = data.app;
if(typeof data0 === "string"){
if(!pattern6.test(data0)){
const err6 = {instancePath:instancePath+"/app",schemaPath:"#/$defs/appName/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]*$"},schema:"^[a-z0-9][a-z0-9-]*$",parentSchema:schema34,data:data0};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
else {
const err7 = {instancePath:instancePath+"/app",schemaPath:"#/$defs/appName/type",keyword:"type",params:{type: "string"},schema:schema34.type,parentSchema:schema34,data:data0};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.to !== undefined){
let data1 = data.to;
if(Array.isArray(data1)){
if(data1.length < 1){
const err8 = {instancePath:instancePath+"/to",schemaPath:"#/properties/to/minItems",keyword:"minItems",params:{limit: 1},schema:1,parentSchema:schema66.properties.to,data:data1};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
if(!(validate28(data1[i0], {instancePath:instancePath+"/to/" + i0,parentData:data1,parentDataProperty:i0,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate28.errors : vErrors.concat(validate28.errors);
errors = vErrors.length;
}
}
}
else {
const err9 = {instancePath:instancePath+"/to",schemaPath:"#/properties/to/type",keyword:"type",params:{type: "array"},schema:schema66.properties.to.type,parentSchema:schema66.properties.to,data:data1};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.accept !== undefined){
let data3 = data.accept;
if(Array.isArray(data3)){
if(data3.length < 1){
const err10 = {instancePath:instancePath+"/accept",schemaPath:"#/properties/accept/minItems",keyword:"minItems",params:{limit: 1},schema:1,parentSchema:schema66.properties.accept,data:data3};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
const len1 = data3.length;
for(let i1=0; i1<len1; i1++){
let data4 = data3[i1];
if(typeof data4 !== "string"){
const err11 = {instancePath:instancePath+"/accept/" + i1,schemaPath:"#/properties/accept/items/type",keyword:"type",params:{type: "string"},schema:schema66.properties.accept.items.type,parentSchema:schema66.properties.accept.items,data:data4};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if(!((((((((data4 === "outdated") || (data4 === "missing")) || (data4 === "ahead")) || (data4 === "unwanted")) || (data4 === "consent-not-approved")) || (data4 === "consent-narrower")) || (data4 === "consent-wider")) || (data4 === "denied-version"))){
const err12 = {instancePath:instancePath+"/accept/" + i1,schemaPath:"#/properties/accept/items/enum",keyword:"enum",params:{allowedValues: schema66.properties.accept.items.enum},schema:schema66.properties.accept.items.enum,parentSchema:schema66.properties.accept.items,data:data4};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
}
else {
const err13 = {instancePath:instancePath+"/accept",schemaPath:"#/properties/accept/type",keyword:"type",params:{type: "array"},schema:schema66.properties.accept.type,parentSchema:schema66.properties.accept,data:data3};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.reason !== undefined){
let data5 = data.reason;
if(typeof data5 === "string"){
if(func2(data5) > 200){
const err14 = {instancePath:instancePath+"/reason",schemaPath:"#/properties/reason/maxLength",keyword:"maxLength",params:{limit: 200},schema:200,parentSchema:schema66.properties.reason,data:data5};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
if(func2(data5) < 1){
const err15 = {instancePath:instancePath+"/reason",schemaPath:"#/properties/reason/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema66.properties.reason,data:data5};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
else {
const err16 = {instancePath:instancePath+"/reason",schemaPath:"#/properties/reason/type",keyword:"type",params:{type: "string"},schema:schema66.properties.reason.type,parentSchema:schema66.properties.reason,data:data5};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data.owner !== undefined){
let data6 = data.owner;
if(typeof data6 === "string"){
if(func2(data6) > 200){
const err17 = {instancePath:instancePath+"/owner",schemaPath:"#/$defs/owner/maxLength",keyword:"maxLength",params:{limit: 200},schema:200,parentSchema:schema42,data:data6};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if(func2(data6) < 1){
const err18 = {instancePath:instancePath+"/owner",schemaPath:"#/$defs/owner/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema42,data:data6};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
else {
const err19 = {instancePath:instancePath+"/owner",schemaPath:"#/$defs/owner/type",keyword:"type",params:{type: "string"},schema:schema42.type,parentSchema:schema42,data:data6};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data.until !== undefined){
let data7 = data.until;
if(typeof data7 === "string"){
if(!pattern17.test(data7)){
const err20 = {instancePath:instancePath+"/until",schemaPath:"#/$defs/day/pattern",keyword:"pattern",params:{pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},schema:"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",parentSchema:schema69,data:data7};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
else {
const err21 = {instancePath:instancePath+"/until",schemaPath:"#/$defs/day/type",keyword:"type",params:{type: "string"},schema:schema69.type,parentSchema:schema69,data:data7};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
}
else {
const err22 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema66.type,parentSchema:schema66,data};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
validate65.errors = vErrors;
return errors === 0;
}
validate65.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

exports.isTarget = validate67;

function validate67(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate67.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
const _errs1 = errors;
let valid0 = true;
const _errs2 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.allowEmpty === undefined) && (missing0 = "allowEmpty")){
const err0 = {};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
var _valid0 = _errs2 === errors;
errors = _errs1;
if(vErrors !== null){
if(_errs1){
vErrors.length = _errs1;
}
else {
vErrors = null;
}
}
let ifClause0;
if(_valid0){
const _errs3 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length > 2){
const err1 = {instancePath,schemaPath:"#/then/maxProperties",keyword:"maxProperties",params:{limit: 2},schema:2,parentSchema:schema51.then,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(Object.keys(data).length < 2){
const err2 = {instancePath,schemaPath:"#/then/minProperties",keyword:"minProperties",params:{limit: 2},schema:2,parentSchema:schema51.then,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
var _valid0 = _errs3 === errors;
valid0 = _valid0;
ifClause0 = "then";
}
else {
const _errs4 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length > 1){
const err3 = {instancePath,schemaPath:"#/else/maxProperties",keyword:"maxProperties",params:{limit: 1},schema:1,parentSchema:schema51.else,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(Object.keys(data).length < 1){
const err4 = {instancePath,schemaPath:"#/else/minProperties",keyword:"minProperties",params:{limit: 1},schema:1,parentSchema:schema51.else,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
var _valid0 = _errs4 === errors;
valid0 = _valid0;
ifClause0 = "else";
}
if(!valid0){
const err5 = {instancePath,schemaPath:"#/if",keyword:"if",params:{failingKeyword: ifClause0},schema:schema51.if,parentSchema:schema51,data};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(((((key0 === "group") || (key0 === "user")) || (key0 === "usersFrom")) || (key0 === "everyone")) || (key0 === "allowEmpty"))){
const err6 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema51,data};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.group !== undefined){
let data0 = data.group;
if(typeof data0 === "string"){
if(func2(data0) < 1){
const err7 = {instancePath:instancePath+"/group",schemaPath:"#/$defs/groupTarget/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema52,data:data0};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
else {
const err8 = {instancePath:instancePath+"/group",schemaPath:"#/$defs/groupTarget/type",keyword:"type",params:{type: "string"},schema:schema52.type,parentSchema:schema52,data:data0};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.user !== undefined){
let data1 = data.user;
if(typeof data1 === "string"){
if(func2(data1) < 1){
const err9 = {instancePath:instancePath+"/user",schemaPath:"#/$defs/userName/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema53,data:data1};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
else {
const err10 = {instancePath:instancePath+"/user",schemaPath:"#/$defs/userName/type",keyword:"type",params:{type: "string"},schema:schema53.type,parentSchema:schema53,data:data1};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.usersFrom !== undefined){
let data2 = data.usersFrom;
if(typeof data2 === "string"){
if(func2(data2) < 1){
const err11 = {instancePath:instancePath+"/usersFrom",schemaPath:"#/$defs/listPath/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema54,data:data2};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
else {
const err12 = {instancePath:instancePath+"/usersFrom",schemaPath:"#/$defs/listPath/type",keyword:"type",params:{type: "string"},schema:schema54.type,parentSchema:schema54,data:data2};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.everyone !== undefined){
let data3 = data.everyone;
if(typeof data3 !== "boolean"){
const err13 = {instancePath:instancePath+"/everyone",schemaPath:"#/properties/everyone/type",keyword:"type",params:{type: "boolean"},schema:schema51.properties.everyone.type,parentSchema:schema51.properties.everyone,data:data3};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(true !== data3){
const err14 = {instancePath:instancePath+"/everyone",schemaPath:"#/properties/everyone/const",keyword:"const",params:{allowedValue: true},schema:true,parentSchema:schema51.properties.everyone,data:data3};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.allowEmpty !== undefined){
let data4 = data.allowEmpty;
if(typeof data4 !== "boolean"){
const err15 = {instancePath:instancePath+"/allowEmpty",schemaPath:"#/$defs/allowEmpty/type",keyword:"type",params:{type: "boolean"},schema:schema55.type,parentSchema:schema55,data:data4};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
}
else {
const err16 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema51.type,parentSchema:schema51,data};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
validate67.errors = vErrors;
return errors === 0;
}
validate67.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

exports.isRollout = validate68;

function validate68(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate68.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.rings === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "rings"},schema:schema71.required,parentSchema:schema71,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!((((((((key0 === "rings") || (key0 === "gates")) || (key0 === "window")) || (key0 === "after")) || (key0 === "expires")) || (key0 === "rotate")) || (key0 === "urgent")) || (key0 === "resume"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema71,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.rings !== undefined){
let data0 = data.rings;
if(Array.isArray(data0)){
if(data0.length < 1){
const err2 = {instancePath:instancePath+"/rings",schemaPath:"#/properties/rings/minItems",keyword:"minItems",params:{limit: 1},schema:1,parentSchema:schema71.properties.rings,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
if(!(validate39(data0[i0], {instancePath:instancePath+"/rings/" + i0,parentData:data0,parentDataProperty:i0,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate39.errors : vErrors.concat(validate39.errors);
errors = vErrors.length;
}
}
}
else {
const err3 = {instancePath:instancePath+"/rings",schemaPath:"#/properties/rings/type",keyword:"type",params:{type: "array"},schema:schema71.properties.rings.type,parentSchema:schema71.properties.rings,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.gates !== undefined){
if(!(validate42(data.gates, {instancePath:instancePath+"/gates",parentData:data,parentDataProperty:"gates",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate42.errors : vErrors.concat(validate42.errors);
errors = vErrors.length;
}
}
if(data.window !== undefined){
let data3 = data.window;
if(typeof data3 === "string"){
if(!pattern6.test(data3)){
const err4 = {instancePath:instancePath+"/window",schemaPath:"#/$defs/windowName/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]*$"},schema:"^[a-z0-9][a-z0-9-]*$",parentSchema:schema91,data:data3};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/window",schemaPath:"#/$defs/windowName/type",keyword:"type",params:{type: "string"},schema:schema91.type,parentSchema:schema91,data:data3};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.after !== undefined){
let data4 = data.after;
if(typeof data4 === "string"){
if(!pattern21.test(data4)){
const err6 = {instancePath:instancePath+"/after",schemaPath:"#/$defs/duration/pattern",keyword:"pattern",params:{pattern: "^[0-9]{1,6}(\\.[0-9]{1,3})?[smhd]$"},schema:"^[0-9]{1,6}(\\.[0-9]{1,3})?[smhd]$",parentSchema:schema75,data:data4};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
else {
const err7 = {instancePath:instancePath+"/after",schemaPath:"#/$defs/duration/type",keyword:"type",params:{type: "string"},schema:schema75.type,parentSchema:schema75,data:data4};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.expires !== undefined){
let data5 = data.expires;
if(typeof data5 === "string"){
if(!pattern21.test(data5)){
const err8 = {instancePath:instancePath+"/expires",schemaPath:"#/$defs/duration/pattern",keyword:"pattern",params:{pattern: "^[0-9]{1,6}(\\.[0-9]{1,3})?[smhd]$"},schema:"^[0-9]{1,6}(\\.[0-9]{1,3})?[smhd]$",parentSchema:schema75,data:data5};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
else {
const err9 = {instancePath:instancePath+"/expires",schemaPath:"#/$defs/duration/type",keyword:"type",params:{type: "string"},schema:schema75.type,parentSchema:schema75,data:data5};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.rotate !== undefined){
let data6 = data.rotate;
if(typeof data6 !== "boolean"){
const err10 = {instancePath:instancePath+"/rotate",schemaPath:"#/properties/rotate/type",keyword:"type",params:{type: "boolean"},schema:schema71.properties.rotate.type,parentSchema:schema71.properties.rotate,data:data6};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.urgent !== undefined){
let data7 = data.urgent;
if(typeof data7 === "string"){
if(!pattern36.test(data7)){
const err11 = {instancePath:instancePath+"/urgent",schemaPath:"#/$defs/digest/pattern",keyword:"pattern",params:{pattern: "^sha256:[0-9a-f]{64}$"},schema:"^sha256:[0-9a-f]{64}$",parentSchema:schema94,data:data7};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
else {
const err12 = {instancePath:instancePath+"/urgent",schemaPath:"#/$defs/digest/type",keyword:"type",params:{type: "string"},schema:schema94.type,parentSchema:schema94,data:data7};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.resume !== undefined){
let data8 = data.resume;
if(typeof data8 === "string"){
if(!pattern37.test(data8)){
const err13 = {instancePath:instancePath+"/resume",schemaPath:"#/$defs/haltName/pattern",keyword:"pattern",params:{pattern: "^sha256:[0-9a-f]{64}/[1-9][0-9]{0,5}$"},schema:"^sha256:[0-9a-f]{64}/[1-9][0-9]{0,5}$",parentSchema:schema95,data:data8};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
else {
const err14 = {instancePath:instancePath+"/resume",schemaPath:"#/$defs/haltName/type",keyword:"type",params:{type: "string"},schema:schema95.type,parentSchema:schema95,data:data8};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
}
else {
const err15 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema71.type,parentSchema:schema71,data};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
validate68.errors = vErrors;
return errors === 0;
}
validate68.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

exports.isSharedFile = validate71;

function validate71(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate71.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(typeof data === "string"){
if(func2(data) > 1000){
const err0 = {instancePath,schemaPath:"#/maxLength",keyword:"maxLength",params:{limit: 1000},schema:1000,parentSchema:schema33,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(!pattern5.test(data)){
const err1 = {instancePath,schemaPath:"#/pattern",keyword:"pattern",params:{pattern: "^shared(?:/(?![.])[^/\\\\\\x00-\\x1f]+)+[.]ya?ml$"},schema:"^shared(?:/(?![.])[^/\\\\\\x00-\\x1f]+)+[.]ya?ml$",parentSchema:schema33,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
else {
const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},schema:schema33.type,parentSchema:schema33,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
validate71.errors = vErrors;
return errors === 0;
}
validate71.evaluated = {"dynamicProps":false,"dynamicItems":false};

exports.isTenant = validate72;

function validate72(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate72.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(typeof data === "string"){
if(!pattern4.test(data)){
const err0 = {instancePath,schemaPath:"#/pattern",keyword:"pattern",params:{pattern: "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"},schema:"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$",parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
else {
const err1 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},schema:schema32.type,parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
validate72.errors = vErrors;
return errors === 0;
}
validate72.evaluated = {"dynamicProps":false,"dynamicItems":false};
