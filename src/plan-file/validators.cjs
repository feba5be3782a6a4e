// Made from schemas/plan.schema.json by `npm run generate`; do not edit.
"use strict";
exports.isPlan = validate92;
const schema32 = {"description":"Every row, and what is to be done about it.","type":"object","additionalProperties":false,"required":["formatVersion","kind","createdAt","expiresAt","tenantId","filters","limits","source","summary","observations","envelope","apps","targets","rollouts","exceptions","rows","base","proof","diagnostics","digest"],"properties":{"formatVersion":{"$ref":"#/$defs/formatVersion"},"kind":{"type":"string","const":"plan"},"createdAt":{"$ref":"#/$defs/time"},"expiresAt":{"description":"From then on apply refuses the plan.","$ref":"#/$defs/time"},"tenantId":{"description":"The token's tenant; null when the token does not tell.","type":["string","null"]},"filters":{"$ref":"#/$defs/filters"},"limits":{"$ref":"#/$defs/limits"},"source":{"$ref":"#/$defs/source"},"summary":{"$ref":"#/$defs/summary"},"observations":{"$ref":"#/$defs/observations"},"envelope":{"$ref":"#/$defs/envelope"},"apps":{"type":"array","items":{"$ref":"#/$defs/app"}},"targets":{"type":"array","items":{"$ref":"#/$defs/target"}},"rollouts":{"description":"How the rollouts of its apps stand, or would after the next run that acts.","type":"array","items":{"$ref":"#/$defs/rollout"}},"exceptions":{"description":"Deviations that somebody accepts for a time, by file and line.","type":"array","items":{"$ref":"#/$defs/exception"}},"rows":{"description":"Sorted by app, lower-cased principal name, id.","type":"array","items":{"$ref":"#/$defs/row"}},"base":{"description":"What the plan alters against an earlier desired state; null: it was compared with none.","anyOf":[{"$ref":"#/$defs/base"},{"type":"null"}]},"proof":{"description":"What was proved of the plan apart from the planner; null: nothing was.","type":["array","null"],"items":{"$ref":"#/$defs/statement"}},"diagnostics":{"type":"array","items":{"$ref":"#/$defs/diagnostic"}},"digest":{"description":"SHA-256 over the canonical form (RFC 8785) of the plan without this property.","$ref":"#/$defs/digest"}}};
const schema33 = {"description":"Moves by semantic versioning; a new code in a closed set raises the minor part.","type":"string","const":"1.3"};
const schema34 = {"description":"ISO 8601, UTC, with milliseconds.","type":"string","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$"};
const schema36 = {"description":"As given with --app and --user; empty means no filter of that kind.","type":"object","additionalProperties":false,"required":["apps","users"],"properties":{"apps":{"type":"array","items":{"type":"string"}},"users":{"type":"array","items":{"type":"string"}}}};
const schema41 = {"type":"object","additionalProperties":false,"required":["path","commit","digest"],"properties":{"path":{"description":"PATH as given.","type":"string"},"commit":{"type":["string","null"]},"digest":{"description":"SHA-256 over the sorted (path, SHA-256) pairs of every file read.","type":"string","pattern":"^sha256:[0-9a-f]{64}$"}}};
const schema98 = {"description":"One thing that was proved of the plan, or that was found not to hold.","type":"object","additionalProperties":false,"required":["claim","holds","counterexamples"],"properties":{"claim":{"type":"string"},"holds":{"type":"boolean"},"counterexamples":{"description":"Rows and targets that contradict it; not always all of them.","type":"array","items":{"type":"string"}}}};
const schema53 = {"type":"string","pattern":"^sha256:[0-9a-f]{64}$"};
const func1 = Object.prototype.hasOwnProperty;
const pattern4 = new RegExp("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$", "u");
const pattern9 = new RegExp("^sha256:[0-9a-f]{64}$", "u");
const schema37 = {"description":"The policy that held for this run, after flags such as --max-changes.","type":"object","additionalProperties":false,"required":["suspended","maxChanges","maxRemovals","perRun","maxDue","perDay","window","timeZone","frozen"],"properties":{"suspended":{"type":"boolean"},"maxChanges":{"$ref":"#/$defs/limit"},"maxRemovals":{"$ref":"#/$defs/limit"},"perRun":{"type":["integer","null"],"minimum":0},"maxDue":{"description":"null: no such limit.","anyOf":[{"$ref":"#/$defs/limit"},{"type":"null"}]},"perDay":{"description":"null: no such limit.","type":["integer","null"],"minimum":1},"window":{"description":"The window in which changes may begin, for people; null: always.","type":["string","null"]},"timeZone":{"description":"Of the window.","type":"string"},"frozen":{"description":"What somebody froze outside of the desired state: one text each, with who and why.","type":"array","items":{"type":"string"}}}};
const schema38 = {"description":"A number of rows, or a share of all rows such as 20%.","oneOf":[{"type":"integer","minimum":0},{"type":"string","pattern":"^[0-9]+(\\.[0-9]+)?%$"}]};
const pattern6 = new RegExp("^[0-9]+(\\.[0-9]+)?%$", "u");

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
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((((((data.suspended === undefined) && (missing0 = "suspended")) || ((data.maxChanges === undefined) && (missing0 = "maxChanges"))) || ((data.maxRemovals === undefined) && (missing0 = "maxRemovals"))) || ((data.perRun === undefined) && (missing0 = "perRun"))) || ((data.maxDue === undefined) && (missing0 = "maxDue"))) || ((data.perDay === undefined) && (missing0 = "perDay"))) || ((data.window === undefined) && (missing0 = "window"))) || ((data.timeZone === undefined) && (missing0 = "timeZone"))) || ((data.frozen === undefined) && (missing0 = "frozen"))){
validate22.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func1.call(schema37.properties, key0))){
validate22.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.suspended !== undefined){
const _errs2 = errors;
if(typeof data.suspended !== "boolean"){
validate22.errors = [{instancePath:instancePath+"/suspended",schemaPath:"#/properties/suspended/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.maxChanges !== undefined){
let data1 = data.maxChanges;
const _errs4 = errors;
const _errs6 = errors;
let valid2 = false;
let passing0 = null;
const _errs7 = errors;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
const err0 = {instancePath:instancePath+"/maxChanges",schemaPath:"#/$defs/limit/oneOf/0/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(errors === _errs7){
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 < 0 || isNaN(data1)){
const err1 = {instancePath:instancePath+"/maxChanges",schemaPath:"#/$defs/limit/oneOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
}
var _valid0 = _errs7 === errors;
if(_valid0){
valid2 = true;
passing0 = 0;
}
const _errs9 = errors;
if(errors === _errs9){
if(typeof data1 === "string"){
if(!pattern6.test(data1)){
const err2 = {instancePath:instancePath+"/maxChanges",schemaPath:"#/$defs/limit/oneOf/1/pattern",keyword:"pattern",params:{pattern: "^[0-9]+(\\.[0-9]+)?%$"},message:"must match pattern \""+"^[0-9]+(\\.[0-9]+)?%$"+"\""};
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
const err3 = {instancePath:instancePath+"/maxChanges",schemaPath:"#/$defs/limit/oneOf/1/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
var _valid0 = _errs9 === errors;
if(_valid0 && valid2){
valid2 = false;
passing0 = [passing0, 1];
}
else {
if(_valid0){
valid2 = true;
passing0 = 1;
}
}
if(!valid2){
const err4 = {instancePath:instancePath+"/maxChanges",schemaPath:"#/$defs/limit/oneOf",keyword:"oneOf",params:{passingSchemas: passing0},message:"must match exactly one schema in oneOf"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
validate22.errors = vErrors;
return false;
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
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.maxRemovals !== undefined){
let data2 = data.maxRemovals;
const _errs11 = errors;
const _errs13 = errors;
let valid4 = false;
let passing1 = null;
const _errs14 = errors;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
const err5 = {instancePath:instancePath+"/maxRemovals",schemaPath:"#/$defs/limit/oneOf/0/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(errors === _errs14){
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 < 0 || isNaN(data2)){
const err6 = {instancePath:instancePath+"/maxRemovals",schemaPath:"#/$defs/limit/oneOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
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
var _valid1 = _errs14 === errors;
if(_valid1){
valid4 = true;
passing1 = 0;
}
const _errs16 = errors;
if(errors === _errs16){
if(typeof data2 === "string"){
if(!pattern6.test(data2)){
const err7 = {instancePath:instancePath+"/maxRemovals",schemaPath:"#/$defs/limit/oneOf/1/pattern",keyword:"pattern",params:{pattern: "^[0-9]+(\\.[0-9]+)?%$"},message:"must match pattern \""+"^[0-9]+(\\.[0-9]+)?%$"+"\""};
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
const err8 = {instancePath:instancePath+"/maxRemovals",schemaPath:"#/$defs/limit/oneOf/1/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
var _valid1 = _errs16 === errors;
if(_valid1 && valid4){
valid4 = false;
passing1 = [passing1, 1];
}
else {
if(_valid1){
valid4 = true;
passing1 = 1;
}
}
if(!valid4){
const err9 = {instancePath:instancePath+"/maxRemovals",schemaPath:"#/$defs/limit/oneOf",keyword:"oneOf",params:{passingSchemas: passing1},message:"must match exactly one schema in oneOf"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
validate22.errors = vErrors;
return false;
}
else {
errors = _errs13;
if(vErrors !== null){
if(_errs13){
vErrors.length = _errs13;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.perRun !== undefined){
let data3 = data.perRun;
const _errs18 = errors;
if((!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))) && (data3 !== null)){
validate22.errors = [{instancePath:instancePath+"/perRun",schemaPath:"#/properties/perRun/type",keyword:"type",params:{type: schema37.properties.perRun.type},message:"must be integer,null"}];
return false;
}
if(errors === _errs18){
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 < 0 || isNaN(data3)){
validate22.errors = [{instancePath:instancePath+"/perRun",schemaPath:"#/properties/perRun/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs18 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.maxDue !== undefined){
let data4 = data.maxDue;
const _errs20 = errors;
const _errs21 = errors;
let valid5 = false;
const _errs22 = errors;
const _errs24 = errors;
let valid7 = false;
let passing2 = null;
const _errs25 = errors;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
const err10 = {instancePath:instancePath+"/maxDue",schemaPath:"#/$defs/limit/oneOf/0/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if(errors === _errs25){
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 < 0 || isNaN(data4)){
const err11 = {instancePath:instancePath+"/maxDue",schemaPath:"#/$defs/limit/oneOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
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
var _valid3 = _errs25 === errors;
if(_valid3){
valid7 = true;
passing2 = 0;
}
const _errs27 = errors;
if(errors === _errs27){
if(typeof data4 === "string"){
if(!pattern6.test(data4)){
const err12 = {instancePath:instancePath+"/maxDue",schemaPath:"#/$defs/limit/oneOf/1/pattern",keyword:"pattern",params:{pattern: "^[0-9]+(\\.[0-9]+)?%$"},message:"must match pattern \""+"^[0-9]+(\\.[0-9]+)?%$"+"\""};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
else {
const err13 = {instancePath:instancePath+"/maxDue",schemaPath:"#/$defs/limit/oneOf/1/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
var _valid3 = _errs27 === errors;
if(_valid3 && valid7){
valid7 = false;
passing2 = [passing2, 1];
}
else {
if(_valid3){
valid7 = true;
passing2 = 1;
}
}
if(!valid7){
const err14 = {instancePath:instancePath+"/maxDue",schemaPath:"#/$defs/limit/oneOf",keyword:"oneOf",params:{passingSchemas: passing2},message:"must match exactly one schema in oneOf"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
else {
errors = _errs24;
if(vErrors !== null){
if(_errs24){
vErrors.length = _errs24;
}
else {
vErrors = null;
}
}
}
var _valid2 = _errs22 === errors;
valid5 = valid5 || _valid2;
const _errs29 = errors;
if(data4 !== null){
const err15 = {instancePath:instancePath+"/maxDue",schemaPath:"#/properties/maxDue/anyOf/1/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
var _valid2 = _errs29 === errors;
valid5 = valid5 || _valid2;
if(!valid5){
const err16 = {instancePath:instancePath+"/maxDue",schemaPath:"#/properties/maxDue/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
validate22.errors = vErrors;
return false;
}
else {
errors = _errs21;
if(vErrors !== null){
if(_errs21){
vErrors.length = _errs21;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs20 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.perDay !== undefined){
let data5 = data.perDay;
const _errs31 = errors;
if((!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))) && (data5 !== null)){
validate22.errors = [{instancePath:instancePath+"/perDay",schemaPath:"#/properties/perDay/type",keyword:"type",params:{type: schema37.properties.perDay.type},message:"must be integer,null"}];
return false;
}
if(errors === _errs31){
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 < 1 || isNaN(data5)){
validate22.errors = [{instancePath:instancePath+"/perDay",schemaPath:"#/properties/perDay/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"}];
return false;
}
}
}
var valid0 = _errs31 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.window !== undefined){
let data6 = data.window;
const _errs33 = errors;
if((typeof data6 !== "string") && (data6 !== null)){
validate22.errors = [{instancePath:instancePath+"/window",schemaPath:"#/properties/window/type",keyword:"type",params:{type: schema37.properties.window.type},message:"must be string,null"}];
return false;
}
var valid0 = _errs33 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.timeZone !== undefined){
const _errs35 = errors;
if(typeof data.timeZone !== "string"){
validate22.errors = [{instancePath:instancePath+"/timeZone",schemaPath:"#/properties/timeZone/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs35 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.frozen !== undefined){
let data8 = data.frozen;
const _errs37 = errors;
if(errors === _errs37){
if(Array.isArray(data8)){
var valid8 = true;
const len0 = data8.length;
for(let i0=0; i0<len0; i0++){
const _errs39 = errors;
if(typeof data8[i0] !== "string"){
validate22.errors = [{instancePath:instancePath+"/frozen/" + i0,schemaPath:"#/properties/frozen/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid8 = _errs39 === errors;
if(!valid8){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/frozen",schemaPath:"#/properties/frozen/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs37 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate22.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate22.errors = vErrors;
return errors === 0;
}
validate22.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema42 = {"description":"Counts of rows; install, upgrade and uninstall count rows that act.","type":"object","additionalProperties":false,"required":["state","rows","nothing","act","held","blocked","install","upgrade","uninstall","replace","reinstall","unreadable","notInstalled","due","waiting","nextAt"],"properties":{"state":{"$ref":"#/$defs/state"},"rows":{"type":"integer","minimum":0},"nothing":{"type":"integer","minimum":0},"act":{"type":"integer","minimum":0},"held":{"type":"integer","minimum":0},"blocked":{"type":"integer","minimum":0},"install":{"type":"integer","minimum":0},"upgrade":{"type":"integer","minimum":0},"uninstall":{"type":"integer","minimum":0},"replace":{"type":"integer","minimum":0},"reinstall":{"type":"integer","minimum":0},"unreadable":{"type":"integer","minimum":0},"notInstalled":{"type":"integer","minimum":0},"due":{"description":"Rows that are to act in all, in this run or later, where nothing but waves and the window spreads them.","type":"integer","minimum":0},"waiting":{"description":"Rows that only wait for their turn.","type":"integer","minimum":0},"nextAt":{"description":"The earliest time at which one of those may act; null: none waits, or that is not known.","anyOf":[{"$ref":"#/$defs/time"},{"type":"null"}]}}};
const schema43 = {"description":"How the worst row, app or target stands: the one judgement that exit codes, reports and metrics follow. A closed set, the best first.","type":"string","enum":["as-desired","held-as-meant","waiting","differs","open","unknown"]};

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
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((((((((((((data.state === undefined) && (missing0 = "state")) || ((data.rows === undefined) && (missing0 = "rows"))) || ((data.nothing === undefined) && (missing0 = "nothing"))) || ((data.act === undefined) && (missing0 = "act"))) || ((data.held === undefined) && (missing0 = "held"))) || ((data.blocked === undefined) && (missing0 = "blocked"))) || ((data.install === undefined) && (missing0 = "install"))) || ((data.upgrade === undefined) && (missing0 = "upgrade"))) || ((data.uninstall === undefined) && (missing0 = "uninstall"))) || ((data.replace === undefined) && (missing0 = "replace"))) || ((data.reinstall === undefined) && (missing0 = "reinstall"))) || ((data.unreadable === undefined) && (missing0 = "unreadable"))) || ((data.notInstalled === undefined) && (missing0 = "notInstalled"))) || ((data.due === undefined) && (missing0 = "due"))) || ((data.waiting === undefined) && (missing0 = "waiting"))) || ((data.nextAt === undefined) && (missing0 = "nextAt"))){
validate24.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func1.call(schema42.properties, key0))){
validate24.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.state !== undefined){
let data0 = data.state;
const _errs2 = errors;
if(typeof data0 !== "string"){
validate24.errors = [{instancePath:instancePath+"/state",schemaPath:"#/$defs/state/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((((((data0 === "as-desired") || (data0 === "held-as-meant")) || (data0 === "waiting")) || (data0 === "differs")) || (data0 === "open")) || (data0 === "unknown"))){
validate24.errors = [{instancePath:instancePath+"/state",schemaPath:"#/$defs/state/enum",keyword:"enum",params:{allowedValues: schema43.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.rows !== undefined){
let data1 = data.rows;
const _errs5 = errors;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
validate24.errors = [{instancePath:instancePath+"/rows",schemaPath:"#/properties/rows/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs5){
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 < 0 || isNaN(data1)){
validate24.errors = [{instancePath:instancePath+"/rows",schemaPath:"#/properties/rows/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.nothing !== undefined){
let data2 = data.nothing;
const _errs7 = errors;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
validate24.errors = [{instancePath:instancePath+"/nothing",schemaPath:"#/properties/nothing/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs7){
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 < 0 || isNaN(data2)){
validate24.errors = [{instancePath:instancePath+"/nothing",schemaPath:"#/properties/nothing/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.act !== undefined){
let data3 = data.act;
const _errs9 = errors;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
validate24.errors = [{instancePath:instancePath+"/act",schemaPath:"#/properties/act/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs9){
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 < 0 || isNaN(data3)){
validate24.errors = [{instancePath:instancePath+"/act",schemaPath:"#/properties/act/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.held !== undefined){
let data4 = data.held;
const _errs11 = errors;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
validate24.errors = [{instancePath:instancePath+"/held",schemaPath:"#/properties/held/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs11){
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 < 0 || isNaN(data4)){
validate24.errors = [{instancePath:instancePath+"/held",schemaPath:"#/properties/held/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.blocked !== undefined){
let data5 = data.blocked;
const _errs13 = errors;
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
validate24.errors = [{instancePath:instancePath+"/blocked",schemaPath:"#/properties/blocked/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs13){
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 < 0 || isNaN(data5)){
validate24.errors = [{instancePath:instancePath+"/blocked",schemaPath:"#/properties/blocked/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.install !== undefined){
let data6 = data.install;
const _errs15 = errors;
if(!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))){
validate24.errors = [{instancePath:instancePath+"/install",schemaPath:"#/properties/install/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs15){
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 < 0 || isNaN(data6)){
validate24.errors = [{instancePath:instancePath+"/install",schemaPath:"#/properties/install/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.upgrade !== undefined){
let data7 = data.upgrade;
const _errs17 = errors;
if(!(((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7))) && (isFinite(data7)))){
validate24.errors = [{instancePath:instancePath+"/upgrade",schemaPath:"#/properties/upgrade/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs17){
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 < 0 || isNaN(data7)){
validate24.errors = [{instancePath:instancePath+"/upgrade",schemaPath:"#/properties/upgrade/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs17 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.uninstall !== undefined){
let data8 = data.uninstall;
const _errs19 = errors;
if(!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))){
validate24.errors = [{instancePath:instancePath+"/uninstall",schemaPath:"#/properties/uninstall/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs19){
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 < 0 || isNaN(data8)){
validate24.errors = [{instancePath:instancePath+"/uninstall",schemaPath:"#/properties/uninstall/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs19 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.replace !== undefined){
let data9 = data.replace;
const _errs21 = errors;
if(!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))){
validate24.errors = [{instancePath:instancePath+"/replace",schemaPath:"#/properties/replace/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs21){
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 < 0 || isNaN(data9)){
validate24.errors = [{instancePath:instancePath+"/replace",schemaPath:"#/properties/replace/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs21 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.reinstall !== undefined){
let data10 = data.reinstall;
const _errs23 = errors;
if(!(((typeof data10 == "number") && (!(data10 % 1) && !isNaN(data10))) && (isFinite(data10)))){
validate24.errors = [{instancePath:instancePath+"/reinstall",schemaPath:"#/properties/reinstall/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs23){
if((typeof data10 == "number") && (isFinite(data10))){
if(data10 < 0 || isNaN(data10)){
validate24.errors = [{instancePath:instancePath+"/reinstall",schemaPath:"#/properties/reinstall/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs23 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.unreadable !== undefined){
let data11 = data.unreadable;
const _errs25 = errors;
if(!(((typeof data11 == "number") && (!(data11 % 1) && !isNaN(data11))) && (isFinite(data11)))){
validate24.errors = [{instancePath:instancePath+"/unreadable",schemaPath:"#/properties/unreadable/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs25){
if((typeof data11 == "number") && (isFinite(data11))){
if(data11 < 0 || isNaN(data11)){
validate24.errors = [{instancePath:instancePath+"/unreadable",schemaPath:"#/properties/unreadable/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs25 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.notInstalled !== undefined){
let data12 = data.notInstalled;
const _errs27 = errors;
if(!(((typeof data12 == "number") && (!(data12 % 1) && !isNaN(data12))) && (isFinite(data12)))){
validate24.errors = [{instancePath:instancePath+"/notInstalled",schemaPath:"#/properties/notInstalled/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs27){
if((typeof data12 == "number") && (isFinite(data12))){
if(data12 < 0 || isNaN(data12)){
validate24.errors = [{instancePath:instancePath+"/notInstalled",schemaPath:"#/properties/notInstalled/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs27 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.due !== undefined){
let data13 = data.due;
const _errs29 = errors;
if(!(((typeof data13 == "number") && (!(data13 % 1) && !isNaN(data13))) && (isFinite(data13)))){
validate24.errors = [{instancePath:instancePath+"/due",schemaPath:"#/properties/due/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs29){
if((typeof data13 == "number") && (isFinite(data13))){
if(data13 < 0 || isNaN(data13)){
validate24.errors = [{instancePath:instancePath+"/due",schemaPath:"#/properties/due/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs29 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.waiting !== undefined){
let data14 = data.waiting;
const _errs31 = errors;
if(!(((typeof data14 == "number") && (!(data14 % 1) && !isNaN(data14))) && (isFinite(data14)))){
validate24.errors = [{instancePath:instancePath+"/waiting",schemaPath:"#/properties/waiting/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs31){
if((typeof data14 == "number") && (isFinite(data14))){
if(data14 < 0 || isNaN(data14)){
validate24.errors = [{instancePath:instancePath+"/waiting",schemaPath:"#/properties/waiting/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs31 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.nextAt !== undefined){
let data15 = data.nextAt;
const _errs33 = errors;
const _errs34 = errors;
let valid2 = false;
const _errs35 = errors;
const _errs36 = errors;
if(errors === _errs36){
if(typeof data15 === "string"){
if(!pattern4.test(data15)){
const err0 = {instancePath:instancePath+"/nextAt",schemaPath:"#/$defs/time/pattern",keyword:"pattern",params:{pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$"},message:"must match pattern \""+"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$"+"\""};
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
const err1 = {instancePath:instancePath+"/nextAt",schemaPath:"#/$defs/time/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
var _valid0 = _errs35 === errors;
valid2 = valid2 || _valid0;
const _errs38 = errors;
if(data15 !== null){
const err2 = {instancePath:instancePath+"/nextAt",schemaPath:"#/properties/nextAt/anyOf/1/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
var _valid0 = _errs38 === errors;
valid2 = valid2 || _valid0;
if(!valid2){
const err3 = {instancePath:instancePath+"/nextAt",schemaPath:"#/properties/nextAt/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
validate24.errors = vErrors;
return false;
}
else {
errors = _errs34;
if(vErrors !== null){
if(_errs34){
vErrors.length = _errs34;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs33 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate24.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate24.errors = vErrors;
return errors === 0;
}
validate24.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema45 = {"type":"object","description":"Over the rows: where what they rest on comes from. Rows that were decided without looking are in none of the counts.","additionalProperties":false,"required":["now","remembered","notReadYet","oldestAt"],"properties":{"now":{"type":"integer","minimum":0,"description":"Rows whose user this run has read."},"remembered":{"type":"integer","minimum":0,"description":"Rows whose user an earlier run has read."},"notReadYet":{"type":"integer","minimum":0,"description":"Rows whose user nobody has read yet."},"oldestAt":{"description":"When the oldest of those readings was made.","anyOf":[{"$ref":"#/$defs/time"},{"type":"null"}]}}};

function validate26(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate26.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((data.now === undefined) && (missing0 = "now")) || ((data.remembered === undefined) && (missing0 = "remembered"))) || ((data.notReadYet === undefined) && (missing0 = "notReadYet"))) || ((data.oldestAt === undefined) && (missing0 = "oldestAt"))){
validate26.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((((key0 === "now") || (key0 === "remembered")) || (key0 === "notReadYet")) || (key0 === "oldestAt"))){
validate26.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.now !== undefined){
let data0 = data.now;
const _errs2 = errors;
if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){
validate26.errors = [{instancePath:instancePath+"/now",schemaPath:"#/properties/now/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs2){
if((typeof data0 == "number") && (isFinite(data0))){
if(data0 < 0 || isNaN(data0)){
validate26.errors = [{instancePath:instancePath+"/now",schemaPath:"#/properties/now/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.remembered !== undefined){
let data1 = data.remembered;
const _errs4 = errors;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
validate26.errors = [{instancePath:instancePath+"/remembered",schemaPath:"#/properties/remembered/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs4){
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 < 0 || isNaN(data1)){
validate26.errors = [{instancePath:instancePath+"/remembered",schemaPath:"#/properties/remembered/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.notReadYet !== undefined){
let data2 = data.notReadYet;
const _errs6 = errors;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
validate26.errors = [{instancePath:instancePath+"/notReadYet",schemaPath:"#/properties/notReadYet/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs6){
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 < 0 || isNaN(data2)){
validate26.errors = [{instancePath:instancePath+"/notReadYet",schemaPath:"#/properties/notReadYet/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.oldestAt !== undefined){
let data3 = data.oldestAt;
const _errs8 = errors;
const _errs9 = errors;
let valid1 = false;
const _errs10 = errors;
const _errs11 = errors;
if(errors === _errs11){
if(typeof data3 === "string"){
if(!pattern4.test(data3)){
const err0 = {instancePath:instancePath+"/oldestAt",schemaPath:"#/$defs/time/pattern",keyword:"pattern",params:{pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$"},message:"must match pattern \""+"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$"+"\""};
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
const err1 = {instancePath:instancePath+"/oldestAt",schemaPath:"#/$defs/time/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
var _valid0 = _errs10 === errors;
valid1 = valid1 || _valid0;
const _errs13 = errors;
if(data3 !== null){
const err2 = {instancePath:instancePath+"/oldestAt",schemaPath:"#/properties/oldestAt/anyOf/1/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
var _valid0 = _errs13 === errors;
valid1 = valid1 || _valid0;
if(!valid1){
const err3 = {instancePath:instancePath+"/oldestAt",schemaPath:"#/properties/oldestAt/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
validate26.errors = vErrors;
return false;
}
else {
errors = _errs9;
if(vErrors !== null){
if(_errs9){
vErrors.length = _errs9;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
else {
validate26.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate26.errors = vErrors;
return errors === 0;
}
validate26.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema47 = {"description":"What apply --envelope may do at most. What each app's definition is, apps tells.","type":"object","additionalProperties":false,"required":["slack","apps"],"properties":{"slack":{"description":"What was added to each count of installs and upgrades, or a share of it.","$ref":"#/$defs/limit"},"apps":{"description":"Sorted by name. Nothing may be done to an app that is not listed.","type":"array","items":{"$ref":"#/$defs/bounds"}}}};
const schema49 = {"description":"How many rows of an app may act, slack included.","type":"object","additionalProperties":false,"required":["app","install","upgrade","uninstall","replace","reinstall"],"properties":{"app":{"type":"string"},"install":{"type":"integer","minimum":0},"upgrade":{"type":"integer","minimum":0},"uninstall":{"type":"integer","minimum":0},"replace":{"type":"integer","minimum":0},"reinstall":{"type":"integer","minimum":0}}};

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
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((data.slack === undefined) && (missing0 = "slack")) || ((data.apps === undefined) && (missing0 = "apps"))){
validate28.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((key0 === "slack") || (key0 === "apps"))){
validate28.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.slack !== undefined){
let data0 = data.slack;
const _errs2 = errors;
const _errs4 = errors;
let valid2 = false;
let passing0 = null;
const _errs5 = errors;
if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){
const err0 = {instancePath:instancePath+"/slack",schemaPath:"#/$defs/limit/oneOf/0/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(errors === _errs5){
if((typeof data0 == "number") && (isFinite(data0))){
if(data0 < 0 || isNaN(data0)){
const err1 = {instancePath:instancePath+"/slack",schemaPath:"#/$defs/limit/oneOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
}
var _valid0 = _errs5 === errors;
if(_valid0){
valid2 = true;
passing0 = 0;
}
const _errs7 = errors;
if(errors === _errs7){
if(typeof data0 === "string"){
if(!pattern6.test(data0)){
const err2 = {instancePath:instancePath+"/slack",schemaPath:"#/$defs/limit/oneOf/1/pattern",keyword:"pattern",params:{pattern: "^[0-9]+(\\.[0-9]+)?%$"},message:"must match pattern \""+"^[0-9]+(\\.[0-9]+)?%$"+"\""};
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
const err3 = {instancePath:instancePath+"/slack",schemaPath:"#/$defs/limit/oneOf/1/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
var _valid0 = _errs7 === errors;
if(_valid0 && valid2){
valid2 = false;
passing0 = [passing0, 1];
}
else {
if(_valid0){
valid2 = true;
passing0 = 1;
}
}
if(!valid2){
const err4 = {instancePath:instancePath+"/slack",schemaPath:"#/$defs/limit/oneOf",keyword:"oneOf",params:{passingSchemas: passing0},message:"must match exactly one schema in oneOf"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
validate28.errors = vErrors;
return false;
}
else {
errors = _errs4;
if(vErrors !== null){
if(_errs4){
vErrors.length = _errs4;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.apps !== undefined){
let data1 = data.apps;
const _errs9 = errors;
if(errors === _errs9){
if(Array.isArray(data1)){
var valid3 = true;
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
const _errs11 = errors;
const _errs12 = errors;
if(errors === _errs12){
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
let missing1;
if(((((((data2.app === undefined) && (missing1 = "app")) || ((data2.install === undefined) && (missing1 = "install"))) || ((data2.upgrade === undefined) && (missing1 = "upgrade"))) || ((data2.uninstall === undefined) && (missing1 = "uninstall"))) || ((data2.replace === undefined) && (missing1 = "replace"))) || ((data2.reinstall === undefined) && (missing1 = "reinstall"))){
validate28.errors = [{instancePath:instancePath+"/apps/" + i0,schemaPath:"#/$defs/bounds/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'"}];
return false;
}
else {
const _errs14 = errors;
for(const key1 in data2){
if(!((((((key1 === "app") || (key1 === "install")) || (key1 === "upgrade")) || (key1 === "uninstall")) || (key1 === "replace")) || (key1 === "reinstall"))){
validate28.errors = [{instancePath:instancePath+"/apps/" + i0,schemaPath:"#/$defs/bounds/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs14 === errors){
if(data2.app !== undefined){
const _errs15 = errors;
if(typeof data2.app !== "string"){
validate28.errors = [{instancePath:instancePath+"/apps/" + i0+"/app",schemaPath:"#/$defs/bounds/properties/app/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid5 = _errs15 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data2.install !== undefined){
let data4 = data2.install;
const _errs17 = errors;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
validate28.errors = [{instancePath:instancePath+"/apps/" + i0+"/install",schemaPath:"#/$defs/bounds/properties/install/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs17){
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 < 0 || isNaN(data4)){
validate28.errors = [{instancePath:instancePath+"/apps/" + i0+"/install",schemaPath:"#/$defs/bounds/properties/install/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid5 = _errs17 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data2.upgrade !== undefined){
let data5 = data2.upgrade;
const _errs19 = errors;
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
validate28.errors = [{instancePath:instancePath+"/apps/" + i0+"/upgrade",schemaPath:"#/$defs/bounds/properties/upgrade/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs19){
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 < 0 || isNaN(data5)){
validate28.errors = [{instancePath:instancePath+"/apps/" + i0+"/upgrade",schemaPath:"#/$defs/bounds/properties/upgrade/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid5 = _errs19 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data2.uninstall !== undefined){
let data6 = data2.uninstall;
const _errs21 = errors;
if(!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))){
validate28.errors = [{instancePath:instancePath+"/apps/" + i0+"/uninstall",schemaPath:"#/$defs/bounds/properties/uninstall/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs21){
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 < 0 || isNaN(data6)){
validate28.errors = [{instancePath:instancePath+"/apps/" + i0+"/uninstall",schemaPath:"#/$defs/bounds/properties/uninstall/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid5 = _errs21 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data2.replace !== undefined){
let data7 = data2.replace;
const _errs23 = errors;
if(!(((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7))) && (isFinite(data7)))){
validate28.errors = [{instancePath:instancePath+"/apps/" + i0+"/replace",schemaPath:"#/$defs/bounds/properties/replace/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs23){
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 < 0 || isNaN(data7)){
validate28.errors = [{instancePath:instancePath+"/apps/" + i0+"/replace",schemaPath:"#/$defs/bounds/properties/replace/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid5 = _errs23 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data2.reinstall !== undefined){
let data8 = data2.reinstall;
const _errs25 = errors;
if(!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))){
validate28.errors = [{instancePath:instancePath+"/apps/" + i0+"/reinstall",schemaPath:"#/$defs/bounds/properties/reinstall/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs25){
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 < 0 || isNaN(data8)){
validate28.errors = [{instancePath:instancePath+"/apps/" + i0+"/reinstall",schemaPath:"#/$defs/bounds/properties/reinstall/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid5 = _errs25 === errors;
}
else {
var valid5 = true;
}
}
}
}
}
}
}
}
}
else {
validate28.errors = [{instancePath:instancePath+"/apps/" + i0,schemaPath:"#/$defs/bounds/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid3 = _errs11 === errors;
if(!valid3){
break;
}
}
}
else {
validate28.errors = [{instancePath:instancePath+"/apps",schemaPath:"#/properties/apps/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
else {
validate28.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate28.errors = vErrors;
return errors === 0;
}
validate28.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema50 = {"type":"object","additionalProperties":false,"required":["name","id","displayName","offered","approved","lacking","unused","manifestId","suspended","clientAppId","owner","catalog","source","lock","repairConsent","replaces"],"properties":{"name":{"description":"The name of this repository.","type":"string"},"id":{"description":"Catalog id (Graph: teamsApp.id); null when it is not known.","type":["string","null"]},"displayName":{"type":["string","null"]},"offered":{"description":"The newest published version; null when there is none or it is not known.","oneOf":[{"$ref":"#/$defs/offered"},{"type":"null"}]},"approved":{"type":"array","items":{"$ref":"#/$defs/permission"}},"lacking":{"description":"Required and not approved; null when what is required is not known.","type":["array","null"],"items":{"$ref":"#/$defs/permission"}},"unused":{"description":"Approved and not required; null when what is required is not known.","type":["array","null"],"items":{"$ref":"#/$defs/permission"}},"manifestId":{"description":"Graph: teamsApp.externalId; null for Store apps and where it is not known.","type":["string","null"]},"source":{"$ref":"#/$defs/place"},"catalog":{"description":"Whether the catalog shows exactly one such app, and could be read.","type":"string","enum":["found","not-in-catalog","wrong-field","ambiguous","unreadable"]},"suspended":{"type":"boolean"},"owner":{"description":"Who has to be asked about the app, as git says; null: it does not.","oneOf":[{"type":"string"},{"type":"null"}]},"clientAppId":{"description":"The Entra application that git pins as the one that gets the consent; null without a pin.","type":["string","null"]},"lock":{"description":"How what is offered stands to what the lock file says was reviewed; null: there is no lock file.","oneOf":[{"$ref":"#/$defs/lockComparison"},{"type":"null"}]},"repairConsent":{"description":"What the desired state wants where somebody's consent is narrower than required.","enum":["report","upgrade","reinstall"]},"replaces":{"description":"The earlier upload that the app replaces; null: there is none.","anyOf":[{"type":"object","additionalProperties":false,"required":["id","removals"],"properties":{"id":{"type":"string"},"removals":{"type":"integer","minimum":0}}},{"type":"null"}]}}};
const schema52 = {"description":"A resource-specific permission.","type":"object","additionalProperties":false,"required":["value","type"],"properties":{"value":{"type":"string"},"type":{"type":"string","enum":["application","delegated"]}}};
const schema57 = {"type":"object","additionalProperties":false,"required":["file","line"],"properties":{"file":{"description":"Relative to PATH.","type":"string"},"line":{"type":"integer","minimum":1}}};
const schema51 = {"type":"object","additionalProperties":false,"required":["version","permissions","clientAppId","bot","digest"],"properties":{"version":{"type":"string"},"permissions":{"description":"What it requires; null when that is not known, which is not the same as nothing.","type":["array","null"],"items":{"$ref":"#/$defs/permission"}},"clientAppId":{"description":"The Entra application that gets the consent (Graph: authorization.clientAppId); null where there is none, and where bot is null.","type":["string","null"]},"bot":{"description":"Whether it holds a bot; null where that, or who gets the consent, is not known.","type":["boolean","null"]},"digest":{"description":"SHA-256 over the canonical form (RFC 8785) of version, permissions sorted by type and name, clientAppId and bot; null when one of them is not known.","oneOf":[{"$ref":"#/$defs/digest"},{"type":"null"}]}}};

function validate31(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate31.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((data.version === undefined) && (missing0 = "version")) || ((data.permissions === undefined) && (missing0 = "permissions"))) || ((data.clientAppId === undefined) && (missing0 = "clientAppId"))) || ((data.bot === undefined) && (missing0 = "bot"))) || ((data.digest === undefined) && (missing0 = "digest"))){
validate31.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(((((key0 === "version") || (key0 === "permissions")) || (key0 === "clientAppId")) || (key0 === "bot")) || (key0 === "digest"))){
validate31.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.version !== undefined){
const _errs2 = errors;
if(typeof data.version !== "string"){
validate31.errors = [{instancePath:instancePath+"/version",schemaPath:"#/properties/version/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.permissions !== undefined){
let data1 = data.permissions;
const _errs4 = errors;
if((!(Array.isArray(data1))) && (data1 !== null)){
validate31.errors = [{instancePath:instancePath+"/permissions",schemaPath:"#/properties/permissions/type",keyword:"type",params:{type: schema51.properties.permissions.type},message:"must be array,null"}];
return false;
}
if(errors === _errs4){
if(Array.isArray(data1)){
var valid1 = true;
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
const _errs6 = errors;
const _errs7 = errors;
if(errors === _errs7){
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
let missing1;
if(((data2.value === undefined) && (missing1 = "value")) || ((data2.type === undefined) && (missing1 = "type"))){
validate31.errors = [{instancePath:instancePath+"/permissions/" + i0,schemaPath:"#/$defs/permission/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'"}];
return false;
}
else {
const _errs9 = errors;
for(const key1 in data2){
if(!((key1 === "value") || (key1 === "type"))){
validate31.errors = [{instancePath:instancePath+"/permissions/" + i0,schemaPath:"#/$defs/permission/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs9 === errors){
if(data2.value !== undefined){
const _errs10 = errors;
if(typeof data2.value !== "string"){
validate31.errors = [{instancePath:instancePath+"/permissions/" + i0+"/value",schemaPath:"#/$defs/permission/properties/value/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid3 = _errs10 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data2.type !== undefined){
let data4 = data2.type;
const _errs12 = errors;
if(typeof data4 !== "string"){
validate31.errors = [{instancePath:instancePath+"/permissions/" + i0+"/type",schemaPath:"#/$defs/permission/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((data4 === "application") || (data4 === "delegated"))){
validate31.errors = [{instancePath:instancePath+"/permissions/" + i0+"/type",schemaPath:"#/$defs/permission/properties/type/enum",keyword:"enum",params:{allowedValues: schema52.properties.type.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid3 = _errs12 === errors;
}
else {
var valid3 = true;
}
}
}
}
}
else {
validate31.errors = [{instancePath:instancePath+"/permissions/" + i0,schemaPath:"#/$defs/permission/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid1 = _errs6 === errors;
if(!valid1){
break;
}
}
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.clientAppId !== undefined){
let data5 = data.clientAppId;
const _errs14 = errors;
if((typeof data5 !== "string") && (data5 !== null)){
validate31.errors = [{instancePath:instancePath+"/clientAppId",schemaPath:"#/properties/clientAppId/type",keyword:"type",params:{type: schema51.properties.clientAppId.type},message:"must be string,null"}];
return false;
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.bot !== undefined){
let data6 = data.bot;
const _errs16 = errors;
if((typeof data6 !== "boolean") && (data6 !== null)){
validate31.errors = [{instancePath:instancePath+"/bot",schemaPath:"#/properties/bot/type",keyword:"type",params:{type: schema51.properties.bot.type},message:"must be boolean,null"}];
return false;
}
var valid0 = _errs16 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.digest !== undefined){
let data7 = data.digest;
const _errs18 = errors;
const _errs19 = errors;
let valid4 = false;
let passing0 = null;
const _errs20 = errors;
const _errs21 = errors;
if(errors === _errs21){
if(typeof data7 === "string"){
if(!pattern9.test(data7)){
const err0 = {instancePath:instancePath+"/digest",schemaPath:"#/$defs/digest/pattern",keyword:"pattern",params:{pattern: "^sha256:[0-9a-f]{64}$"},message:"must match pattern \""+"^sha256:[0-9a-f]{64}$"+"\""};
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
const err1 = {instancePath:instancePath+"/digest",schemaPath:"#/$defs/digest/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
var _valid0 = _errs20 === errors;
if(_valid0){
valid4 = true;
passing0 = 0;
}
const _errs23 = errors;
if(data7 !== null){
const err2 = {instancePath:instancePath+"/digest",schemaPath:"#/properties/digest/oneOf/1/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
var _valid0 = _errs23 === errors;
if(_valid0 && valid4){
valid4 = false;
passing0 = [passing0, 1];
}
else {
if(_valid0){
valid4 = true;
passing0 = 1;
}
}
if(!valid4){
const err3 = {instancePath:instancePath+"/digest",schemaPath:"#/properties/digest/oneOf",keyword:"oneOf",params:{passingSchemas: passing0},message:"must match exactly one schema in oneOf"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
validate31.errors = vErrors;
return false;
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
var valid0 = _errs18 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
else {
validate31.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate31.errors = vErrors;
return errors === 0;
}
validate31.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema58 = {"type":"object","additionalProperties":false,"required":["state","class","version","digest","source"],"properties":{"state":{"description":"unknown: what is offered is not known whole.","type":"string","enum":["same","differs","unknown"]},"class":{"description":"How it differs; null unless it does.","type":["string","null"],"enum":["new-catalog-id","new-identity","same-version-other-permissions","more-consent","new-bot","less-consent","same-consent",null]},"version":{"description":"The version that was reviewed; null: none of this app was.","type":["string","null"]},"digest":{"description":"Of the definition that was reviewed.","type":["string","null"]},"source":{"$ref":"#/$defs/place"}}};

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
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((data.state === undefined) && (missing0 = "state")) || ((data.class === undefined) && (missing0 = "class"))) || ((data.version === undefined) && (missing0 = "version"))) || ((data.digest === undefined) && (missing0 = "digest"))) || ((data.source === undefined) && (missing0 = "source"))){
validate33.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(((((key0 === "state") || (key0 === "class")) || (key0 === "version")) || (key0 === "digest")) || (key0 === "source"))){
validate33.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.state !== undefined){
let data0 = data.state;
const _errs2 = errors;
if(typeof data0 !== "string"){
validate33.errors = [{instancePath:instancePath+"/state",schemaPath:"#/properties/state/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!(((data0 === "same") || (data0 === "differs")) || (data0 === "unknown"))){
validate33.errors = [{instancePath:instancePath+"/state",schemaPath:"#/properties/state/enum",keyword:"enum",params:{allowedValues: schema58.properties.state.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.class !== undefined){
let data1 = data.class;
const _errs4 = errors;
if((typeof data1 !== "string") && (data1 !== null)){
validate33.errors = [{instancePath:instancePath+"/class",schemaPath:"#/properties/class/type",keyword:"type",params:{type: schema58.properties.class.type},message:"must be string,null"}];
return false;
}
if(!((((((((data1 === "new-catalog-id") || (data1 === "new-identity")) || (data1 === "same-version-other-permissions")) || (data1 === "more-consent")) || (data1 === "new-bot")) || (data1 === "less-consent")) || (data1 === "same-consent")) || (data1 === null))){
validate33.errors = [{instancePath:instancePath+"/class",schemaPath:"#/properties/class/enum",keyword:"enum",params:{allowedValues: schema58.properties.class.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.version !== undefined){
let data2 = data.version;
const _errs6 = errors;
if((typeof data2 !== "string") && (data2 !== null)){
validate33.errors = [{instancePath:instancePath+"/version",schemaPath:"#/properties/version/type",keyword:"type",params:{type: schema58.properties.version.type},message:"must be string,null"}];
return false;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.digest !== undefined){
let data3 = data.digest;
const _errs8 = errors;
if((typeof data3 !== "string") && (data3 !== null)){
validate33.errors = [{instancePath:instancePath+"/digest",schemaPath:"#/properties/digest/type",keyword:"type",params:{type: schema58.properties.digest.type},message:"must be string,null"}];
return false;
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.source !== undefined){
let data4 = data.source;
const _errs10 = errors;
const _errs11 = errors;
if(errors === _errs11){
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
let missing1;
if(((data4.file === undefined) && (missing1 = "file")) || ((data4.line === undefined) && (missing1 = "line"))){
validate33.errors = [{instancePath:instancePath+"/source",schemaPath:"#/$defs/place/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'"}];
return false;
}
else {
const _errs13 = errors;
for(const key1 in data4){
if(!((key1 === "file") || (key1 === "line"))){
validate33.errors = [{instancePath:instancePath+"/source",schemaPath:"#/$defs/place/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs13 === errors){
if(data4.file !== undefined){
const _errs14 = errors;
if(typeof data4.file !== "string"){
validate33.errors = [{instancePath:instancePath+"/source/file",schemaPath:"#/$defs/place/properties/file/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid2 = _errs14 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data4.line !== undefined){
let data6 = data4.line;
const _errs16 = errors;
if(!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))){
validate33.errors = [{instancePath:instancePath+"/source/line",schemaPath:"#/$defs/place/properties/line/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs16){
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 < 1 || isNaN(data6)){
validate33.errors = [{instancePath:instancePath+"/source/line",schemaPath:"#/$defs/place/properties/line/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"}];
return false;
}
}
}
var valid2 = _errs16 === errors;
}
else {
var valid2 = true;
}
}
}
}
}
else {
validate33.errors = [{instancePath:instancePath+"/source",schemaPath:"#/$defs/place/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
else {
validate33.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate33.errors = vErrors;
return errors === 0;
}
validate33.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


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
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((((((((((((data.name === undefined) && (missing0 = "name")) || ((data.id === undefined) && (missing0 = "id"))) || ((data.displayName === undefined) && (missing0 = "displayName"))) || ((data.offered === undefined) && (missing0 = "offered"))) || ((data.approved === undefined) && (missing0 = "approved"))) || ((data.lacking === undefined) && (missing0 = "lacking"))) || ((data.unused === undefined) && (missing0 = "unused"))) || ((data.manifestId === undefined) && (missing0 = "manifestId"))) || ((data.suspended === undefined) && (missing0 = "suspended"))) || ((data.clientAppId === undefined) && (missing0 = "clientAppId"))) || ((data.owner === undefined) && (missing0 = "owner"))) || ((data.catalog === undefined) && (missing0 = "catalog"))) || ((data.source === undefined) && (missing0 = "source"))) || ((data.lock === undefined) && (missing0 = "lock"))) || ((data.repairConsent === undefined) && (missing0 = "repairConsent"))) || ((data.replaces === undefined) && (missing0 = "replaces"))){
validate30.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func1.call(schema50.properties, key0))){
validate30.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.name !== undefined){
const _errs2 = errors;
if(typeof data.name !== "string"){
validate30.errors = [{instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.id !== undefined){
let data1 = data.id;
const _errs4 = errors;
if((typeof data1 !== "string") && (data1 !== null)){
validate30.errors = [{instancePath:instancePath+"/id",schemaPath:"#/properties/id/type",keyword:"type",params:{type: schema50.properties.id.type},message:"must be string,null"}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.displayName !== undefined){
let data2 = data.displayName;
const _errs6 = errors;
if((typeof data2 !== "string") && (data2 !== null)){
validate30.errors = [{instancePath:instancePath+"/displayName",schemaPath:"#/properties/displayName/type",keyword:"type",params:{type: schema50.properties.displayName.type},message:"must be string,null"}];
return false;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.offered !== undefined){
let data3 = data.offered;
const _errs8 = errors;
const _errs9 = errors;
let valid1 = false;
let passing0 = null;
const _errs10 = errors;
if(!(validate31(data3, {instancePath:instancePath+"/offered",parentData:data,parentDataProperty:"offered",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate31.errors : vErrors.concat(validate31.errors);
errors = vErrors.length;
}
var _valid0 = _errs10 === errors;
if(_valid0){
valid1 = true;
passing0 = 0;
}
const _errs11 = errors;
if(data3 !== null){
const err0 = {instancePath:instancePath+"/offered",schemaPath:"#/properties/offered/oneOf/1/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
var _valid0 = _errs11 === errors;
if(_valid0 && valid1){
valid1 = false;
passing0 = [passing0, 1];
}
else {
if(_valid0){
valid1 = true;
passing0 = 1;
}
}
if(!valid1){
const err1 = {instancePath:instancePath+"/offered",schemaPath:"#/properties/offered/oneOf",keyword:"oneOf",params:{passingSchemas: passing0},message:"must match exactly one schema in oneOf"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
validate30.errors = vErrors;
return false;
}
else {
errors = _errs9;
if(vErrors !== null){
if(_errs9){
vErrors.length = _errs9;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.approved !== undefined){
let data4 = data.approved;
const _errs13 = errors;
if(errors === _errs13){
if(Array.isArray(data4)){
var valid2 = true;
const len0 = data4.length;
for(let i0=0; i0<len0; i0++){
let data5 = data4[i0];
const _errs15 = errors;
const _errs16 = errors;
if(errors === _errs16){
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
let missing1;
if(((data5.value === undefined) && (missing1 = "value")) || ((data5.type === undefined) && (missing1 = "type"))){
validate30.errors = [{instancePath:instancePath+"/approved/" + i0,schemaPath:"#/$defs/permission/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'"}];
return false;
}
else {
const _errs18 = errors;
for(const key1 in data5){
if(!((key1 === "value") || (key1 === "type"))){
validate30.errors = [{instancePath:instancePath+"/approved/" + i0,schemaPath:"#/$defs/permission/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs18 === errors){
if(data5.value !== undefined){
const _errs19 = errors;
if(typeof data5.value !== "string"){
validate30.errors = [{instancePath:instancePath+"/approved/" + i0+"/value",schemaPath:"#/$defs/permission/properties/value/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid4 = _errs19 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data5.type !== undefined){
let data7 = data5.type;
const _errs21 = errors;
if(typeof data7 !== "string"){
validate30.errors = [{instancePath:instancePath+"/approved/" + i0+"/type",schemaPath:"#/$defs/permission/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((data7 === "application") || (data7 === "delegated"))){
validate30.errors = [{instancePath:instancePath+"/approved/" + i0+"/type",schemaPath:"#/$defs/permission/properties/type/enum",keyword:"enum",params:{allowedValues: schema52.properties.type.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid4 = _errs21 === errors;
}
else {
var valid4 = true;
}
}
}
}
}
else {
validate30.errors = [{instancePath:instancePath+"/approved/" + i0,schemaPath:"#/$defs/permission/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid2 = _errs15 === errors;
if(!valid2){
break;
}
}
}
else {
validate30.errors = [{instancePath:instancePath+"/approved",schemaPath:"#/properties/approved/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.lacking !== undefined){
let data8 = data.lacking;
const _errs23 = errors;
if((!(Array.isArray(data8))) && (data8 !== null)){
validate30.errors = [{instancePath:instancePath+"/lacking",schemaPath:"#/properties/lacking/type",keyword:"type",params:{type: schema50.properties.lacking.type},message:"must be array,null"}];
return false;
}
if(errors === _errs23){
if(Array.isArray(data8)){
var valid5 = true;
const len1 = data8.length;
for(let i1=0; i1<len1; i1++){
let data9 = data8[i1];
const _errs25 = errors;
const _errs26 = errors;
if(errors === _errs26){
if(data9 && typeof data9 == "object" && !Array.isArray(data9)){
let missing2;
if(((data9.value === undefined) && (missing2 = "value")) || ((data9.type === undefined) && (missing2 = "type"))){
validate30.errors = [{instancePath:instancePath+"/lacking/" + i1,schemaPath:"#/$defs/permission/required",keyword:"required",params:{missingProperty: missing2},message:"must have required property '"+missing2+"'"}];
return false;
}
else {
const _errs28 = errors;
for(const key2 in data9){
if(!((key2 === "value") || (key2 === "type"))){
validate30.errors = [{instancePath:instancePath+"/lacking/" + i1,schemaPath:"#/$defs/permission/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs28 === errors){
if(data9.value !== undefined){
const _errs29 = errors;
if(typeof data9.value !== "string"){
validate30.errors = [{instancePath:instancePath+"/lacking/" + i1+"/value",schemaPath:"#/$defs/permission/properties/value/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid7 = _errs29 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data9.type !== undefined){
let data11 = data9.type;
const _errs31 = errors;
if(typeof data11 !== "string"){
validate30.errors = [{instancePath:instancePath+"/lacking/" + i1+"/type",schemaPath:"#/$defs/permission/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((data11 === "application") || (data11 === "delegated"))){
validate30.errors = [{instancePath:instancePath+"/lacking/" + i1+"/type",schemaPath:"#/$defs/permission/properties/type/enum",keyword:"enum",params:{allowedValues: schema52.properties.type.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid7 = _errs31 === errors;
}
else {
var valid7 = true;
}
}
}
}
}
else {
validate30.errors = [{instancePath:instancePath+"/lacking/" + i1,schemaPath:"#/$defs/permission/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid5 = _errs25 === errors;
if(!valid5){
break;
}
}
}
}
var valid0 = _errs23 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.unused !== undefined){
let data12 = data.unused;
const _errs33 = errors;
if((!(Array.isArray(data12))) && (data12 !== null)){
validate30.errors = [{instancePath:instancePath+"/unused",schemaPath:"#/properties/unused/type",keyword:"type",params:{type: schema50.properties.unused.type},message:"must be array,null"}];
return false;
}
if(errors === _errs33){
if(Array.isArray(data12)){
var valid8 = true;
const len2 = data12.length;
for(let i2=0; i2<len2; i2++){
let data13 = data12[i2];
const _errs35 = errors;
const _errs36 = errors;
if(errors === _errs36){
if(data13 && typeof data13 == "object" && !Array.isArray(data13)){
let missing3;
if(((data13.value === undefined) && (missing3 = "value")) || ((data13.type === undefined) && (missing3 = "type"))){
validate30.errors = [{instancePath:instancePath+"/unused/" + i2,schemaPath:"#/$defs/permission/required",keyword:"required",params:{missingProperty: missing3},message:"must have required property '"+missing3+"'"}];
return false;
}
else {
const _errs38 = errors;
for(const key3 in data13){
if(!((key3 === "value") || (key3 === "type"))){
validate30.errors = [{instancePath:instancePath+"/unused/" + i2,schemaPath:"#/$defs/permission/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs38 === errors){
if(data13.value !== undefined){
const _errs39 = errors;
if(typeof data13.value !== "string"){
validate30.errors = [{instancePath:instancePath+"/unused/" + i2+"/value",schemaPath:"#/$defs/permission/properties/value/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid10 = _errs39 === errors;
}
else {
var valid10 = true;
}
if(valid10){
if(data13.type !== undefined){
let data15 = data13.type;
const _errs41 = errors;
if(typeof data15 !== "string"){
validate30.errors = [{instancePath:instancePath+"/unused/" + i2+"/type",schemaPath:"#/$defs/permission/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((data15 === "application") || (data15 === "delegated"))){
validate30.errors = [{instancePath:instancePath+"/unused/" + i2+"/type",schemaPath:"#/$defs/permission/properties/type/enum",keyword:"enum",params:{allowedValues: schema52.properties.type.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid10 = _errs41 === errors;
}
else {
var valid10 = true;
}
}
}
}
}
else {
validate30.errors = [{instancePath:instancePath+"/unused/" + i2,schemaPath:"#/$defs/permission/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid8 = _errs35 === errors;
if(!valid8){
break;
}
}
}
}
var valid0 = _errs33 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.manifestId !== undefined){
let data16 = data.manifestId;
const _errs43 = errors;
if((typeof data16 !== "string") && (data16 !== null)){
validate30.errors = [{instancePath:instancePath+"/manifestId",schemaPath:"#/properties/manifestId/type",keyword:"type",params:{type: schema50.properties.manifestId.type},message:"must be string,null"}];
return false;
}
var valid0 = _errs43 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.source !== undefined){
let data17 = data.source;
const _errs45 = errors;
const _errs46 = errors;
if(errors === _errs46){
if(data17 && typeof data17 == "object" && !Array.isArray(data17)){
let missing4;
if(((data17.file === undefined) && (missing4 = "file")) || ((data17.line === undefined) && (missing4 = "line"))){
validate30.errors = [{instancePath:instancePath+"/source",schemaPath:"#/$defs/place/required",keyword:"required",params:{missingProperty: missing4},message:"must have required property '"+missing4+"'"}];
return false;
}
else {
const _errs48 = errors;
for(const key4 in data17){
if(!((key4 === "file") || (key4 === "line"))){
validate30.errors = [{instancePath:instancePath+"/source",schemaPath:"#/$defs/place/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs48 === errors){
if(data17.file !== undefined){
const _errs49 = errors;
if(typeof data17.file !== "string"){
validate30.errors = [{instancePath:instancePath+"/source/file",schemaPath:"#/$defs/place/properties/file/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid12 = _errs49 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data17.line !== undefined){
let data19 = data17.line;
const _errs51 = errors;
if(!(((typeof data19 == "number") && (!(data19 % 1) && !isNaN(data19))) && (isFinite(data19)))){
validate30.errors = [{instancePath:instancePath+"/source/line",schemaPath:"#/$defs/place/properties/line/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs51){
if((typeof data19 == "number") && (isFinite(data19))){
if(data19 < 1 || isNaN(data19)){
validate30.errors = [{instancePath:instancePath+"/source/line",schemaPath:"#/$defs/place/properties/line/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"}];
return false;
}
}
}
var valid12 = _errs51 === errors;
}
else {
var valid12 = true;
}
}
}
}
}
else {
validate30.errors = [{instancePath:instancePath+"/source",schemaPath:"#/$defs/place/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs45 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.catalog !== undefined){
let data20 = data.catalog;
const _errs53 = errors;
if(typeof data20 !== "string"){
validate30.errors = [{instancePath:instancePath+"/catalog",schemaPath:"#/properties/catalog/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!(((((data20 === "found") || (data20 === "not-in-catalog")) || (data20 === "wrong-field")) || (data20 === "ambiguous")) || (data20 === "unreadable"))){
validate30.errors = [{instancePath:instancePath+"/catalog",schemaPath:"#/properties/catalog/enum",keyword:"enum",params:{allowedValues: schema50.properties.catalog.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid0 = _errs53 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.suspended !== undefined){
const _errs55 = errors;
if(typeof data.suspended !== "boolean"){
validate30.errors = [{instancePath:instancePath+"/suspended",schemaPath:"#/properties/suspended/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid0 = _errs55 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.owner !== undefined){
let data22 = data.owner;
const _errs57 = errors;
const _errs58 = errors;
let valid13 = false;
let passing1 = null;
const _errs59 = errors;
if(typeof data22 !== "string"){
const err2 = {instancePath:instancePath+"/owner",schemaPath:"#/properties/owner/oneOf/0/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
var _valid1 = _errs59 === errors;
if(_valid1){
valid13 = true;
passing1 = 0;
}
const _errs61 = errors;
if(data22 !== null){
const err3 = {instancePath:instancePath+"/owner",schemaPath:"#/properties/owner/oneOf/1/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
var _valid1 = _errs61 === errors;
if(_valid1 && valid13){
valid13 = false;
passing1 = [passing1, 1];
}
else {
if(_valid1){
valid13 = true;
passing1 = 1;
}
}
if(!valid13){
const err4 = {instancePath:instancePath+"/owner",schemaPath:"#/properties/owner/oneOf",keyword:"oneOf",params:{passingSchemas: passing1},message:"must match exactly one schema in oneOf"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
validate30.errors = vErrors;
return false;
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
var valid0 = _errs57 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.clientAppId !== undefined){
let data23 = data.clientAppId;
const _errs63 = errors;
if((typeof data23 !== "string") && (data23 !== null)){
validate30.errors = [{instancePath:instancePath+"/clientAppId",schemaPath:"#/properties/clientAppId/type",keyword:"type",params:{type: schema50.properties.clientAppId.type},message:"must be string,null"}];
return false;
}
var valid0 = _errs63 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.lock !== undefined){
let data24 = data.lock;
const _errs65 = errors;
const _errs66 = errors;
let valid14 = false;
let passing2 = null;
const _errs67 = errors;
if(!(validate33(data24, {instancePath:instancePath+"/lock",parentData:data,parentDataProperty:"lock",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate33.errors : vErrors.concat(validate33.errors);
errors = vErrors.length;
}
var _valid2 = _errs67 === errors;
if(_valid2){
valid14 = true;
passing2 = 0;
}
const _errs68 = errors;
if(data24 !== null){
const err5 = {instancePath:instancePath+"/lock",schemaPath:"#/properties/lock/oneOf/1/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
var _valid2 = _errs68 === errors;
if(_valid2 && valid14){
valid14 = false;
passing2 = [passing2, 1];
}
else {
if(_valid2){
valid14 = true;
passing2 = 1;
}
}
if(!valid14){
const err6 = {instancePath:instancePath+"/lock",schemaPath:"#/properties/lock/oneOf",keyword:"oneOf",params:{passingSchemas: passing2},message:"must match exactly one schema in oneOf"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
validate30.errors = vErrors;
return false;
}
else {
errors = _errs66;
if(vErrors !== null){
if(_errs66){
vErrors.length = _errs66;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs65 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.repairConsent !== undefined){
let data25 = data.repairConsent;
const _errs70 = errors;
if(!(((data25 === "report") || (data25 === "upgrade")) || (data25 === "reinstall"))){
validate30.errors = [{instancePath:instancePath+"/repairConsent",schemaPath:"#/properties/repairConsent/enum",keyword:"enum",params:{allowedValues: schema50.properties.repairConsent.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid0 = _errs70 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.replaces !== undefined){
let data26 = data.replaces;
const _errs71 = errors;
const _errs72 = errors;
let valid15 = false;
const _errs73 = errors;
if(errors === _errs73){
if(data26 && typeof data26 == "object" && !Array.isArray(data26)){
let missing5;
if(((data26.id === undefined) && (missing5 = "id")) || ((data26.removals === undefined) && (missing5 = "removals"))){
const err7 = {instancePath:instancePath+"/replaces",schemaPath:"#/properties/replaces/anyOf/0/required",keyword:"required",params:{missingProperty: missing5},message:"must have required property '"+missing5+"'"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
else {
const _errs75 = errors;
for(const key5 in data26){
if(!((key5 === "id") || (key5 === "removals"))){
const err8 = {instancePath:instancePath+"/replaces",schemaPath:"#/properties/replaces/anyOf/0/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
break;
}
}
if(_errs75 === errors){
if(data26.id !== undefined){
const _errs76 = errors;
if(typeof data26.id !== "string"){
const err9 = {instancePath:instancePath+"/replaces/id",schemaPath:"#/properties/replaces/anyOf/0/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
var valid16 = _errs76 === errors;
}
else {
var valid16 = true;
}
if(valid16){
if(data26.removals !== undefined){
let data28 = data26.removals;
const _errs78 = errors;
if(!(((typeof data28 == "number") && (!(data28 % 1) && !isNaN(data28))) && (isFinite(data28)))){
const err10 = {instancePath:instancePath+"/replaces/removals",schemaPath:"#/properties/replaces/anyOf/0/properties/removals/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if(errors === _errs78){
if((typeof data28 == "number") && (isFinite(data28))){
if(data28 < 0 || isNaN(data28)){
const err11 = {instancePath:instancePath+"/replaces/removals",schemaPath:"#/properties/replaces/anyOf/0/properties/removals/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
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
var valid16 = _errs78 === errors;
}
else {
var valid16 = true;
}
}
}
}
}
else {
const err12 = {instancePath:instancePath+"/replaces",schemaPath:"#/properties/replaces/anyOf/0/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
var _valid3 = _errs73 === errors;
valid15 = valid15 || _valid3;
const _errs80 = errors;
if(data26 !== null){
const err13 = {instancePath:instancePath+"/replaces",schemaPath:"#/properties/replaces/anyOf/1/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
var _valid3 = _errs80 === errors;
valid15 = valid15 || _valid3;
if(!valid15){
const err14 = {instancePath:instancePath+"/replaces",schemaPath:"#/properties/replaces/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
validate30.errors = vErrors;
return false;
}
else {
errors = _errs72;
if(vErrors !== null){
if(_errs72){
vErrors.length = _errs72;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs71 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate30.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate30.errors = vErrors;
return errors === 0;
}
validate30.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema60 = {"type":"object","additionalProperties":false,"required":["kind","name","id","state","members","source","role","detail"],"properties":{"kind":{"type":"string","enum":["group","user","usersFrom","everyone"]},"name":{"type":"string"},"id":{"type":["string","null"]},"state":{"type":"string","enum":["read","unreadable","not-found","ambiguous"]},"members":{"description":"Users it holds; null unless it was read.","type":["integer","null"],"minimum":0},"source":{"$ref":"#/$defs/place"},"role":{"type":"string","enum":["to","except","protected","ring","exception"]},"detail":{"description":"Why it was not read, for people.","type":["string","null"]}}};

function validate36(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate36.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((((data.kind === undefined) && (missing0 = "kind")) || ((data.name === undefined) && (missing0 = "name"))) || ((data.id === undefined) && (missing0 = "id"))) || ((data.state === undefined) && (missing0 = "state"))) || ((data.members === undefined) && (missing0 = "members"))) || ((data.source === undefined) && (missing0 = "source"))) || ((data.role === undefined) && (missing0 = "role"))) || ((data.detail === undefined) && (missing0 = "detail"))){
validate36.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((((((((key0 === "kind") || (key0 === "name")) || (key0 === "id")) || (key0 === "state")) || (key0 === "members")) || (key0 === "source")) || (key0 === "role")) || (key0 === "detail"))){
validate36.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.kind !== undefined){
let data0 = data.kind;
const _errs2 = errors;
if(typeof data0 !== "string"){
validate36.errors = [{instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((((data0 === "group") || (data0 === "user")) || (data0 === "usersFrom")) || (data0 === "everyone"))){
validate36.errors = [{instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/enum",keyword:"enum",params:{allowedValues: schema60.properties.kind.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.name !== undefined){
const _errs4 = errors;
if(typeof data.name !== "string"){
validate36.errors = [{instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.id !== undefined){
let data2 = data.id;
const _errs6 = errors;
if((typeof data2 !== "string") && (data2 !== null)){
validate36.errors = [{instancePath:instancePath+"/id",schemaPath:"#/properties/id/type",keyword:"type",params:{type: schema60.properties.id.type},message:"must be string,null"}];
return false;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.state !== undefined){
let data3 = data.state;
const _errs8 = errors;
if(typeof data3 !== "string"){
validate36.errors = [{instancePath:instancePath+"/state",schemaPath:"#/properties/state/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((((data3 === "read") || (data3 === "unreadable")) || (data3 === "not-found")) || (data3 === "ambiguous"))){
validate36.errors = [{instancePath:instancePath+"/state",schemaPath:"#/properties/state/enum",keyword:"enum",params:{allowedValues: schema60.properties.state.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.members !== undefined){
let data4 = data.members;
const _errs10 = errors;
if((!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))) && (data4 !== null)){
validate36.errors = [{instancePath:instancePath+"/members",schemaPath:"#/properties/members/type",keyword:"type",params:{type: schema60.properties.members.type},message:"must be integer,null"}];
return false;
}
if(errors === _errs10){
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 < 0 || isNaN(data4)){
validate36.errors = [{instancePath:instancePath+"/members",schemaPath:"#/properties/members/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.source !== undefined){
let data5 = data.source;
const _errs12 = errors;
const _errs13 = errors;
if(errors === _errs13){
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
let missing1;
if(((data5.file === undefined) && (missing1 = "file")) || ((data5.line === undefined) && (missing1 = "line"))){
validate36.errors = [{instancePath:instancePath+"/source",schemaPath:"#/$defs/place/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'"}];
return false;
}
else {
const _errs15 = errors;
for(const key1 in data5){
if(!((key1 === "file") || (key1 === "line"))){
validate36.errors = [{instancePath:instancePath+"/source",schemaPath:"#/$defs/place/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs15 === errors){
if(data5.file !== undefined){
const _errs16 = errors;
if(typeof data5.file !== "string"){
validate36.errors = [{instancePath:instancePath+"/source/file",schemaPath:"#/$defs/place/properties/file/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid2 = _errs16 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data5.line !== undefined){
let data7 = data5.line;
const _errs18 = errors;
if(!(((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7))) && (isFinite(data7)))){
validate36.errors = [{instancePath:instancePath+"/source/line",schemaPath:"#/$defs/place/properties/line/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs18){
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 < 1 || isNaN(data7)){
validate36.errors = [{instancePath:instancePath+"/source/line",schemaPath:"#/$defs/place/properties/line/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"}];
return false;
}
}
}
var valid2 = _errs18 === errors;
}
else {
var valid2 = true;
}
}
}
}
}
else {
validate36.errors = [{instancePath:instancePath+"/source",schemaPath:"#/$defs/place/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.role !== undefined){
let data8 = data.role;
const _errs20 = errors;
if(typeof data8 !== "string"){
validate36.errors = [{instancePath:instancePath+"/role",schemaPath:"#/properties/role/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!(((((data8 === "to") || (data8 === "except")) || (data8 === "protected")) || (data8 === "ring")) || (data8 === "exception"))){
validate36.errors = [{instancePath:instancePath+"/role",schemaPath:"#/properties/role/enum",keyword:"enum",params:{allowedValues: schema60.properties.role.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid0 = _errs20 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.detail !== undefined){
let data9 = data.detail;
const _errs22 = errors;
if((typeof data9 !== "string") && (data9 !== null)){
validate36.errors = [{instancePath:instancePath+"/detail",schemaPath:"#/properties/detail/type",keyword:"type",params:{type: schema60.properties.detail.type},message:"must be string,null"}];
return false;
}
var valid0 = _errs22 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
else {
validate36.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate36.errors = vErrors;
return errors === 0;
}
validate36.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema62 = {"description":"How far a version has come, ring by ring.","type":"object","additionalProperties":false,"required":["app","catalogId","digest","version","phase","ring","rings","until","detail","gates","halt","warnings","rereads"],"properties":{"app":{"type":"string"},"catalogId":{"type":["string","null"]},"digest":{"description":"Of the definition that is rolled out; null when it is not known.","type":["string","null"]},"version":{"type":["string","null"]},"phase":{"description":"What it waits for, or how it ended.","type":"string","enum":["not-begun","not-aged","rolling","soaking","gate-pending","gate-unreadable","promotable","halted","expired","without-store","done"]},"ring":{"description":"The ring that was opened last; null: none was.","type":["string","null"]},"rings":{"type":"array","items":{"$ref":"#/$defs/ring"}},"until":{"description":"Until when it waits at least; null: for no time, or nobody knows.","type":["string","null"]},"detail":{"type":["string","null"]},"gates":{"description":"What each gate said last.","type":"array","items":{"$ref":"#/$defs/gate"}},"warnings":{"description":"What its numbers cannot tell, for people.","type":"array","items":{"type":"string"}},"rereads":{"description":"How many people the removals gate will have read again at most, whatever is remembered of them; null: nobody.","oneOf":[{"type":"object","additionalProperties":false,"required":["upgraded","others","afterSeconds"],"properties":{"upgraded":{"description":"People who get or got the version.","type":"integer","minimum":0},"others":{"description":"As many of those who wait for it, to compare with.","type":"integer","minimum":0},"afterSeconds":{"description":"So long after they got it, or were chosen.","type":"integer","minimum":0}}},{"type":"null"}]},"halt":{"description":"The halt that stands; null: none does.","oneOf":[{"$ref":"#/$defs/halt"},{"type":"null"}]}}};
const schema63 = {"type":"object","additionalProperties":false,"required":["name","open","people","done","earliestAt"],"properties":{"name":{"type":"string"},"open":{"type":"boolean"},"people":{"description":"Members that are to have the version and that nothing else keeps from it; null: nobody counted, as there is no store.","type":["integer","null"]},"done":{"description":"Those of them that have it; null as well.","type":["integer","null"]},"earliestAt":{"description":"When it opens at the earliest; null: it is open, or nobody knows.","type":["string","null"]}}};
const schema64 = {"type":"object","additionalProperties":false,"required":["name","verdict","detail"],"properties":{"name":{"type":"string"},"verdict":{"type":"string","enum":["pass","fail","pending","unknown"]},"detail":{"type":"string"}}};
const schema65 = {"type":"object","additionalProperties":false,"required":["number","kind","at","because"],"properties":{"number":{"description":"What git names to lift it: resume: DIGEST/NUMBER.","type":"integer"},"kind":{"type":"string","enum":["halted","expired"]},"at":{"$ref":"#/$defs/time"},"because":{"type":"string"}}};

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
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((data.number === undefined) && (missing0 = "number")) || ((data.kind === undefined) && (missing0 = "kind"))) || ((data.at === undefined) && (missing0 = "at"))) || ((data.because === undefined) && (missing0 = "because"))){
validate39.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((((key0 === "number") || (key0 === "kind")) || (key0 === "at")) || (key0 === "because"))){
validate39.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.number !== undefined){
let data0 = data.number;
const _errs2 = errors;
if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){
validate39.errors = [{instancePath:instancePath+"/number",schemaPath:"#/properties/number/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.kind !== undefined){
let data1 = data.kind;
const _errs4 = errors;
if(typeof data1 !== "string"){
validate39.errors = [{instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((data1 === "halted") || (data1 === "expired"))){
validate39.errors = [{instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/enum",keyword:"enum",params:{allowedValues: schema65.properties.kind.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.at !== undefined){
let data2 = data.at;
const _errs6 = errors;
const _errs7 = errors;
if(errors === _errs7){
if(typeof data2 === "string"){
if(!pattern4.test(data2)){
validate39.errors = [{instancePath:instancePath+"/at",schemaPath:"#/$defs/time/pattern",keyword:"pattern",params:{pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$"},message:"must match pattern \""+"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$"+"\""}];
return false;
}
}
else {
validate39.errors = [{instancePath:instancePath+"/at",schemaPath:"#/$defs/time/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.because !== undefined){
const _errs9 = errors;
if(typeof data.because !== "string"){
validate39.errors = [{instancePath:instancePath+"/because",schemaPath:"#/properties/because/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
else {
validate39.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate39.errors = vErrors;
return errors === 0;
}
validate39.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


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
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((((((((((data.app === undefined) && (missing0 = "app")) || ((data.catalogId === undefined) && (missing0 = "catalogId"))) || ((data.digest === undefined) && (missing0 = "digest"))) || ((data.version === undefined) && (missing0 = "version"))) || ((data.phase === undefined) && (missing0 = "phase"))) || ((data.ring === undefined) && (missing0 = "ring"))) || ((data.rings === undefined) && (missing0 = "rings"))) || ((data.until === undefined) && (missing0 = "until"))) || ((data.detail === undefined) && (missing0 = "detail"))) || ((data.gates === undefined) && (missing0 = "gates"))) || ((data.halt === undefined) && (missing0 = "halt"))) || ((data.warnings === undefined) && (missing0 = "warnings"))) || ((data.rereads === undefined) && (missing0 = "rereads"))){
validate38.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func1.call(schema62.properties, key0))){
validate38.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.app !== undefined){
const _errs2 = errors;
if(typeof data.app !== "string"){
validate38.errors = [{instancePath:instancePath+"/app",schemaPath:"#/properties/app/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.catalogId !== undefined){
let data1 = data.catalogId;
const _errs4 = errors;
if((typeof data1 !== "string") && (data1 !== null)){
validate38.errors = [{instancePath:instancePath+"/catalogId",schemaPath:"#/properties/catalogId/type",keyword:"type",params:{type: schema62.properties.catalogId.type},message:"must be string,null"}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.digest !== undefined){
let data2 = data.digest;
const _errs6 = errors;
if((typeof data2 !== "string") && (data2 !== null)){
validate38.errors = [{instancePath:instancePath+"/digest",schemaPath:"#/properties/digest/type",keyword:"type",params:{type: schema62.properties.digest.type},message:"must be string,null"}];
return false;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.version !== undefined){
let data3 = data.version;
const _errs8 = errors;
if((typeof data3 !== "string") && (data3 !== null)){
validate38.errors = [{instancePath:instancePath+"/version",schemaPath:"#/properties/version/type",keyword:"type",params:{type: schema62.properties.version.type},message:"must be string,null"}];
return false;
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.phase !== undefined){
let data4 = data.phase;
const _errs10 = errors;
if(typeof data4 !== "string"){
validate38.errors = [{instancePath:instancePath+"/phase",schemaPath:"#/properties/phase/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!(((((((((((data4 === "not-begun") || (data4 === "not-aged")) || (data4 === "rolling")) || (data4 === "soaking")) || (data4 === "gate-pending")) || (data4 === "gate-unreadable")) || (data4 === "promotable")) || (data4 === "halted")) || (data4 === "expired")) || (data4 === "without-store")) || (data4 === "done"))){
validate38.errors = [{instancePath:instancePath+"/phase",schemaPath:"#/properties/phase/enum",keyword:"enum",params:{allowedValues: schema62.properties.phase.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ring !== undefined){
let data5 = data.ring;
const _errs12 = errors;
if((typeof data5 !== "string") && (data5 !== null)){
validate38.errors = [{instancePath:instancePath+"/ring",schemaPath:"#/properties/ring/type",keyword:"type",params:{type: schema62.properties.ring.type},message:"must be string,null"}];
return false;
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.rings !== undefined){
let data6 = data.rings;
const _errs14 = errors;
if(errors === _errs14){
if(Array.isArray(data6)){
var valid1 = true;
const len0 = data6.length;
for(let i0=0; i0<len0; i0++){
let data7 = data6[i0];
const _errs16 = errors;
const _errs17 = errors;
if(errors === _errs17){
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
let missing1;
if((((((data7.name === undefined) && (missing1 = "name")) || ((data7.open === undefined) && (missing1 = "open"))) || ((data7.people === undefined) && (missing1 = "people"))) || ((data7.done === undefined) && (missing1 = "done"))) || ((data7.earliestAt === undefined) && (missing1 = "earliestAt"))){
validate38.errors = [{instancePath:instancePath+"/rings/" + i0,schemaPath:"#/$defs/ring/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'"}];
return false;
}
else {
const _errs19 = errors;
for(const key1 in data7){
if(!(((((key1 === "name") || (key1 === "open")) || (key1 === "people")) || (key1 === "done")) || (key1 === "earliestAt"))){
validate38.errors = [{instancePath:instancePath+"/rings/" + i0,schemaPath:"#/$defs/ring/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs19 === errors){
if(data7.name !== undefined){
const _errs20 = errors;
if(typeof data7.name !== "string"){
validate38.errors = [{instancePath:instancePath+"/rings/" + i0+"/name",schemaPath:"#/$defs/ring/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid3 = _errs20 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data7.open !== undefined){
const _errs22 = errors;
if(typeof data7.open !== "boolean"){
validate38.errors = [{instancePath:instancePath+"/rings/" + i0+"/open",schemaPath:"#/$defs/ring/properties/open/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid3 = _errs22 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data7.people !== undefined){
let data10 = data7.people;
const _errs24 = errors;
if((!(((typeof data10 == "number") && (!(data10 % 1) && !isNaN(data10))) && (isFinite(data10)))) && (data10 !== null)){
validate38.errors = [{instancePath:instancePath+"/rings/" + i0+"/people",schemaPath:"#/$defs/ring/properties/people/type",keyword:"type",params:{type: schema63.properties.people.type},message:"must be integer,null"}];
return false;
}
var valid3 = _errs24 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data7.done !== undefined){
let data11 = data7.done;
const _errs26 = errors;
if((!(((typeof data11 == "number") && (!(data11 % 1) && !isNaN(data11))) && (isFinite(data11)))) && (data11 !== null)){
validate38.errors = [{instancePath:instancePath+"/rings/" + i0+"/done",schemaPath:"#/$defs/ring/properties/done/type",keyword:"type",params:{type: schema63.properties.done.type},message:"must be integer,null"}];
return false;
}
var valid3 = _errs26 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data7.earliestAt !== undefined){
let data12 = data7.earliestAt;
const _errs28 = errors;
if((typeof data12 !== "string") && (data12 !== null)){
validate38.errors = [{instancePath:instancePath+"/rings/" + i0+"/earliestAt",schemaPath:"#/$defs/ring/properties/earliestAt/type",keyword:"type",params:{type: schema63.properties.earliestAt.type},message:"must be string,null"}];
return false;
}
var valid3 = _errs28 === errors;
}
else {
var valid3 = true;
}
}
}
}
}
}
}
}
else {
validate38.errors = [{instancePath:instancePath+"/rings/" + i0,schemaPath:"#/$defs/ring/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid1 = _errs16 === errors;
if(!valid1){
break;
}
}
}
else {
validate38.errors = [{instancePath:instancePath+"/rings",schemaPath:"#/properties/rings/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.until !== undefined){
let data13 = data.until;
const _errs30 = errors;
if((typeof data13 !== "string") && (data13 !== null)){
validate38.errors = [{instancePath:instancePath+"/until",schemaPath:"#/properties/until/type",keyword:"type",params:{type: schema62.properties.until.type},message:"must be string,null"}];
return false;
}
var valid0 = _errs30 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.detail !== undefined){
let data14 = data.detail;
const _errs32 = errors;
if((typeof data14 !== "string") && (data14 !== null)){
validate38.errors = [{instancePath:instancePath+"/detail",schemaPath:"#/properties/detail/type",keyword:"type",params:{type: schema62.properties.detail.type},message:"must be string,null"}];
return false;
}
var valid0 = _errs32 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.gates !== undefined){
let data15 = data.gates;
const _errs34 = errors;
if(errors === _errs34){
if(Array.isArray(data15)){
var valid4 = true;
const len1 = data15.length;
for(let i1=0; i1<len1; i1++){
let data16 = data15[i1];
const _errs36 = errors;
const _errs37 = errors;
if(errors === _errs37){
if(data16 && typeof data16 == "object" && !Array.isArray(data16)){
let missing2;
if((((data16.name === undefined) && (missing2 = "name")) || ((data16.verdict === undefined) && (missing2 = "verdict"))) || ((data16.detail === undefined) && (missing2 = "detail"))){
validate38.errors = [{instancePath:instancePath+"/gates/" + i1,schemaPath:"#/$defs/gate/required",keyword:"required",params:{missingProperty: missing2},message:"must have required property '"+missing2+"'"}];
return false;
}
else {
const _errs39 = errors;
for(const key2 in data16){
if(!(((key2 === "name") || (key2 === "verdict")) || (key2 === "detail"))){
validate38.errors = [{instancePath:instancePath+"/gates/" + i1,schemaPath:"#/$defs/gate/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs39 === errors){
if(data16.name !== undefined){
const _errs40 = errors;
if(typeof data16.name !== "string"){
validate38.errors = [{instancePath:instancePath+"/gates/" + i1+"/name",schemaPath:"#/$defs/gate/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid6 = _errs40 === errors;
}
else {
var valid6 = true;
}
if(valid6){
if(data16.verdict !== undefined){
let data18 = data16.verdict;
const _errs42 = errors;
if(typeof data18 !== "string"){
validate38.errors = [{instancePath:instancePath+"/gates/" + i1+"/verdict",schemaPath:"#/$defs/gate/properties/verdict/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((((data18 === "pass") || (data18 === "fail")) || (data18 === "pending")) || (data18 === "unknown"))){
validate38.errors = [{instancePath:instancePath+"/gates/" + i1+"/verdict",schemaPath:"#/$defs/gate/properties/verdict/enum",keyword:"enum",params:{allowedValues: schema64.properties.verdict.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid6 = _errs42 === errors;
}
else {
var valid6 = true;
}
if(valid6){
if(data16.detail !== undefined){
const _errs44 = errors;
if(typeof data16.detail !== "string"){
validate38.errors = [{instancePath:instancePath+"/gates/" + i1+"/detail",schemaPath:"#/$defs/gate/properties/detail/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid6 = _errs44 === errors;
}
else {
var valid6 = true;
}
}
}
}
}
}
else {
validate38.errors = [{instancePath:instancePath+"/gates/" + i1,schemaPath:"#/$defs/gate/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid4 = _errs36 === errors;
if(!valid4){
break;
}
}
}
else {
validate38.errors = [{instancePath:instancePath+"/gates",schemaPath:"#/properties/gates/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs34 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.warnings !== undefined){
let data20 = data.warnings;
const _errs46 = errors;
if(errors === _errs46){
if(Array.isArray(data20)){
var valid7 = true;
const len2 = data20.length;
for(let i2=0; i2<len2; i2++){
const _errs48 = errors;
if(typeof data20[i2] !== "string"){
validate38.errors = [{instancePath:instancePath+"/warnings/" + i2,schemaPath:"#/properties/warnings/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid7 = _errs48 === errors;
if(!valid7){
break;
}
}
}
else {
validate38.errors = [{instancePath:instancePath+"/warnings",schemaPath:"#/properties/warnings/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs46 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.rereads !== undefined){
let data22 = data.rereads;
const _errs50 = errors;
const _errs51 = errors;
let valid8 = false;
let passing0 = null;
const _errs52 = errors;
if(errors === _errs52){
if(data22 && typeof data22 == "object" && !Array.isArray(data22)){
let missing3;
if((((data22.upgraded === undefined) && (missing3 = "upgraded")) || ((data22.others === undefined) && (missing3 = "others"))) || ((data22.afterSeconds === undefined) && (missing3 = "afterSeconds"))){
const err0 = {instancePath:instancePath+"/rereads",schemaPath:"#/properties/rereads/oneOf/0/required",keyword:"required",params:{missingProperty: missing3},message:"must have required property '"+missing3+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
else {
const _errs54 = errors;
for(const key3 in data22){
if(!(((key3 === "upgraded") || (key3 === "others")) || (key3 === "afterSeconds"))){
const err1 = {instancePath:instancePath+"/rereads",schemaPath:"#/properties/rereads/oneOf/0/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
break;
}
}
if(_errs54 === errors){
if(data22.upgraded !== undefined){
let data23 = data22.upgraded;
const _errs55 = errors;
if(!(((typeof data23 == "number") && (!(data23 % 1) && !isNaN(data23))) && (isFinite(data23)))){
const err2 = {instancePath:instancePath+"/rereads/upgraded",schemaPath:"#/properties/rereads/oneOf/0/properties/upgraded/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(errors === _errs55){
if((typeof data23 == "number") && (isFinite(data23))){
if(data23 < 0 || isNaN(data23)){
const err3 = {instancePath:instancePath+"/rereads/upgraded",schemaPath:"#/properties/rereads/oneOf/0/properties/upgraded/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
}
var valid9 = _errs55 === errors;
}
else {
var valid9 = true;
}
if(valid9){
if(data22.others !== undefined){
let data24 = data22.others;
const _errs57 = errors;
if(!(((typeof data24 == "number") && (!(data24 % 1) && !isNaN(data24))) && (isFinite(data24)))){
const err4 = {instancePath:instancePath+"/rereads/others",schemaPath:"#/properties/rereads/oneOf/0/properties/others/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(errors === _errs57){
if((typeof data24 == "number") && (isFinite(data24))){
if(data24 < 0 || isNaN(data24)){
const err5 = {instancePath:instancePath+"/rereads/others",schemaPath:"#/properties/rereads/oneOf/0/properties/others/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
}
var valid9 = _errs57 === errors;
}
else {
var valid9 = true;
}
if(valid9){
if(data22.afterSeconds !== undefined){
let data25 = data22.afterSeconds;
const _errs59 = errors;
if(!(((typeof data25 == "number") && (!(data25 % 1) && !isNaN(data25))) && (isFinite(data25)))){
const err6 = {instancePath:instancePath+"/rereads/afterSeconds",schemaPath:"#/properties/rereads/oneOf/0/properties/afterSeconds/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(errors === _errs59){
if((typeof data25 == "number") && (isFinite(data25))){
if(data25 < 0 || isNaN(data25)){
const err7 = {instancePath:instancePath+"/rereads/afterSeconds",schemaPath:"#/properties/rereads/oneOf/0/properties/afterSeconds/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
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
var valid9 = _errs59 === errors;
}
else {
var valid9 = true;
}
}
}
}
}
}
else {
const err8 = {instancePath:instancePath+"/rereads",schemaPath:"#/properties/rereads/oneOf/0/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
var _valid0 = _errs52 === errors;
if(_valid0){
valid8 = true;
passing0 = 0;
}
const _errs61 = errors;
if(data22 !== null){
const err9 = {instancePath:instancePath+"/rereads",schemaPath:"#/properties/rereads/oneOf/1/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
var _valid0 = _errs61 === errors;
if(_valid0 && valid8){
valid8 = false;
passing0 = [passing0, 1];
}
else {
if(_valid0){
valid8 = true;
passing0 = 1;
}
}
if(!valid8){
const err10 = {instancePath:instancePath+"/rereads",schemaPath:"#/properties/rereads/oneOf",keyword:"oneOf",params:{passingSchemas: passing0},message:"must match exactly one schema in oneOf"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
validate38.errors = vErrors;
return false;
}
else {
errors = _errs51;
if(vErrors !== null){
if(_errs51){
vErrors.length = _errs51;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs50 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.halt !== undefined){
let data26 = data.halt;
const _errs63 = errors;
const _errs64 = errors;
let valid10 = false;
let passing1 = null;
const _errs65 = errors;
if(!(validate39(data26, {instancePath:instancePath+"/halt",parentData:data,parentDataProperty:"halt",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate39.errors : vErrors.concat(validate39.errors);
errors = vErrors.length;
}
var _valid1 = _errs65 === errors;
if(_valid1){
valid10 = true;
passing1 = 0;
}
const _errs66 = errors;
if(data26 !== null){
const err11 = {instancePath:instancePath+"/halt",schemaPath:"#/properties/halt/oneOf/1/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
var _valid1 = _errs66 === errors;
if(_valid1 && valid10){
valid10 = false;
passing1 = [passing1, 1];
}
else {
if(_valid1){
valid10 = true;
passing1 = 1;
}
}
if(!valid10){
const err12 = {instancePath:instancePath+"/halt",schemaPath:"#/properties/halt/oneOf",keyword:"oneOf",params:{passingSchemas: passing1},message:"must match exactly one schema in oneOf"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
validate38.errors = vErrors;
return false;
}
else {
errors = _errs64;
if(vErrors !== null){
if(_errs64){
vErrors.length = _errs64;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs63 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate38.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate38.errors = vErrors;
return errors === 0;
}
validate38.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema67 = {"type":"object","additionalProperties":false,"required":["app","accept","reason","owner","until","state","rows","acts","source"],"properties":{"app":{"type":"string"},"accept":{"description":"What may differ meanwhile.","type":"array","items":{"$ref":"#/$defs/driftFact"}},"reason":{"type":"string"},"owner":{"type":"string"},"until":{"description":"The last day, as the desired state says it.","type":"string"},"state":{"description":"ends-soon: within 14 days.","type":"string","enum":["in-force","ends-soon","ended"]},"rows":{"description":"Rows that it holds, or held.","type":"integer","minimum":0},"acts":{"description":"Of these, rows that act when it ends, or since it has ended.","type":"integer","minimum":0},"source":{"$ref":"#/$defs/place"}}};
const schema68 = {"type":"string","enum":["missing","outdated","ahead","old-copy","unwanted","unknown","consent-not-approved","consent-narrower","consent-wider","denied-version"]};

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
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((((((data.app === undefined) && (missing0 = "app")) || ((data.accept === undefined) && (missing0 = "accept"))) || ((data.reason === undefined) && (missing0 = "reason"))) || ((data.owner === undefined) && (missing0 = "owner"))) || ((data.until === undefined) && (missing0 = "until"))) || ((data.state === undefined) && (missing0 = "state"))) || ((data.rows === undefined) && (missing0 = "rows"))) || ((data.acts === undefined) && (missing0 = "acts"))) || ((data.source === undefined) && (missing0 = "source"))){
validate42.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func1.call(schema67.properties, key0))){
validate42.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.app !== undefined){
const _errs2 = errors;
if(typeof data.app !== "string"){
validate42.errors = [{instancePath:instancePath+"/app",schemaPath:"#/properties/app/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.accept !== undefined){
let data1 = data.accept;
const _errs4 = errors;
if(errors === _errs4){
if(Array.isArray(data1)){
var valid1 = true;
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
const _errs6 = errors;
if(typeof data2 !== "string"){
validate42.errors = [{instancePath:instancePath+"/accept/" + i0,schemaPath:"#/$defs/driftFact/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((((((((((data2 === "missing") || (data2 === "outdated")) || (data2 === "ahead")) || (data2 === "old-copy")) || (data2 === "unwanted")) || (data2 === "unknown")) || (data2 === "consent-not-approved")) || (data2 === "consent-narrower")) || (data2 === "consent-wider")) || (data2 === "denied-version"))){
validate42.errors = [{instancePath:instancePath+"/accept/" + i0,schemaPath:"#/$defs/driftFact/enum",keyword:"enum",params:{allowedValues: schema68.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid1 = _errs6 === errors;
if(!valid1){
break;
}
}
}
else {
validate42.errors = [{instancePath:instancePath+"/accept",schemaPath:"#/properties/accept/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.reason !== undefined){
const _errs9 = errors;
if(typeof data.reason !== "string"){
validate42.errors = [{instancePath:instancePath+"/reason",schemaPath:"#/properties/reason/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.owner !== undefined){
const _errs11 = errors;
if(typeof data.owner !== "string"){
validate42.errors = [{instancePath:instancePath+"/owner",schemaPath:"#/properties/owner/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.until !== undefined){
const _errs13 = errors;
if(typeof data.until !== "string"){
validate42.errors = [{instancePath:instancePath+"/until",schemaPath:"#/properties/until/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.state !== undefined){
let data6 = data.state;
const _errs15 = errors;
if(typeof data6 !== "string"){
validate42.errors = [{instancePath:instancePath+"/state",schemaPath:"#/properties/state/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!(((data6 === "in-force") || (data6 === "ends-soon")) || (data6 === "ended"))){
validate42.errors = [{instancePath:instancePath+"/state",schemaPath:"#/properties/state/enum",keyword:"enum",params:{allowedValues: schema67.properties.state.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.rows !== undefined){
let data7 = data.rows;
const _errs17 = errors;
if(!(((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7))) && (isFinite(data7)))){
validate42.errors = [{instancePath:instancePath+"/rows",schemaPath:"#/properties/rows/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs17){
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 < 0 || isNaN(data7)){
validate42.errors = [{instancePath:instancePath+"/rows",schemaPath:"#/properties/rows/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs17 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.acts !== undefined){
let data8 = data.acts;
const _errs19 = errors;
if(!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))){
validate42.errors = [{instancePath:instancePath+"/acts",schemaPath:"#/properties/acts/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs19){
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 < 0 || isNaN(data8)){
validate42.errors = [{instancePath:instancePath+"/acts",schemaPath:"#/properties/acts/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs19 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.source !== undefined){
let data9 = data.source;
const _errs21 = errors;
const _errs22 = errors;
if(errors === _errs22){
if(data9 && typeof data9 == "object" && !Array.isArray(data9)){
let missing1;
if(((data9.file === undefined) && (missing1 = "file")) || ((data9.line === undefined) && (missing1 = "line"))){
validate42.errors = [{instancePath:instancePath+"/source",schemaPath:"#/$defs/place/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'"}];
return false;
}
else {
const _errs24 = errors;
for(const key1 in data9){
if(!((key1 === "file") || (key1 === "line"))){
validate42.errors = [{instancePath:instancePath+"/source",schemaPath:"#/$defs/place/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs24 === errors){
if(data9.file !== undefined){
const _errs25 = errors;
if(typeof data9.file !== "string"){
validate42.errors = [{instancePath:instancePath+"/source/file",schemaPath:"#/$defs/place/properties/file/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid4 = _errs25 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data9.line !== undefined){
let data11 = data9.line;
const _errs27 = errors;
if(!(((typeof data11 == "number") && (!(data11 % 1) && !isNaN(data11))) && (isFinite(data11)))){
validate42.errors = [{instancePath:instancePath+"/source/line",schemaPath:"#/$defs/place/properties/line/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs27){
if((typeof data11 == "number") && (isFinite(data11))){
if(data11 < 1 || isNaN(data11)){
validate42.errors = [{instancePath:instancePath+"/source/line",schemaPath:"#/$defs/place/properties/line/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"}];
return false;
}
}
}
var valid4 = _errs27 === errors;
}
else {
var valid4 = true;
}
}
}
}
}
else {
validate42.errors = [{instancePath:instancePath+"/source",schemaPath:"#/$defs/place/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs21 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate42.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate42.errors = vErrors;
return errors === 0;
}
validate42.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema70 = {"description":"One (user, app) pair.","type":"object","additionalProperties":false,"required":["user","app","desired","observed","drift","verdict","action","reason","detail","move","consent","sources"],"properties":{"user":{"$ref":"#/$defs/user"},"app":{"type":"string"},"desired":{"description":"Null when the winning assignments disagree.","oneOf":[{"$ref":"#/$defs/desired"},{"type":"null"}]},"observed":{"$ref":"#/$defs/observed"},"drift":{"description":"How live differs from desired. Empty: not at all, as far as is known.","type":"array","items":{"$ref":"#/$defs/driftFact"},"uniqueItems":true},"verdict":{"$ref":"#/$defs/verdict"},"action":{"description":"What act does and held would do; null otherwise.","oneOf":[{"$ref":"#/$defs/action"},{"type":"null"}]},"reason":{"description":"Null exactly when the verdict is act.","oneOf":[{"$ref":"#/$defs/reason"},{"type":"null"}]},"detail":{"description":"The reason with this row's own values, for people.","type":["string","null"]},"move":{"$ref":"#/$defs/move"},"consent":{"description":"The consent that the action sends: exactly what the offered version requires. Empty: none is sent.","type":"array","items":{"$ref":"#/$defs/permission"}},"sources":{"description":"Where the assignments that decide the row begin; a conflict lists all of them.","type":"array","items":{"$ref":"#/$defs/place"}},"because":{"description":"In a plan that was compared with a base: whether the row acts because of the change, or for drift that is there anyway; null where it does not act.","enum":["change","drift",null]},"replaced":{"description":"What is removed once the app is there; only where the action is replace.","$ref":"#/$defs/oldCopy"},"wayOut":{"description":"Where to go and what to do; only of rows that are held, blocked, to be looked at, or tried in vain and left to somebody.","$ref":"#/$defs/wayOut"}}};
const schema71 = {"type":"object","additionalProperties":false,"required":["id","userPrincipalName","asWritten"],"properties":{"id":{"description":"Directory object id.","type":["string","null"]},"userPrincipalName":{"type":["string","null"]},"asWritten":{"description":"What the desired state calls the user.","type":"string"}}};
const schema72 = {"type":"object","additionalProperties":false,"required":["ensure","version"],"properties":{"ensure":{"type":"string","enum":["upgraded","installed","absent","leave"]},"version":{"description":"The constraint as written; null for absent.","type":["string","null"]}}};
const schema80 = {"type":"string","enum":["nothing","act","held","blocked"]};
const schema81 = {"type":"string","enum":["install","upgrade","uninstall","replace","reinstall"]};
const schema82 = {"type":"string","enum":["conflicting-assignments","targets-unreadable","user-not-found","user-not-eligible","left-alone","not-applicable","unreadable","installations-refused","installations-hidden","not-read-yet","other-copy-installed","not-installed","in-sync","newer-than-offered","version-not-comparable","catalog-unreadable","app-not-in-catalog","app-ambiguous","nothing-published","cannot-downgrade","version-past-range","version-not-offered","denied-version","permissions-unknown","identity-not-approved","definition-not-locked","permissions-not-approved","consent-not-approved","replaces-managed-app","unproved","suspended","excepted","frozen","protected","reinstall-without-store","protected-unresolved","settling","backing-off","removal-limit","change-limit","rollout-halted","rollout-expired","rollout-without-store","not-aged","next-ring","soaking","gate-pending","gate-unreadable","next-day","next-run","outside-window","not-in-plan","outside-envelope"]};
const schema83 = {"description":"Whose turn it is.","type":"string","enum":["none","trueup","permission-owner","app-owner","assignment-owner","teams-admin","directory-admin"]};
const schema86 = {"description":"The installation of an earlier upload, which the app of the row replaces.","type":"object","additionalProperties":false,"required":["id","installationId","version"],"properties":{"id":{"description":"Its catalog id (Graph: teamsApp.id).","type":"string"},"installationId":{"type":"string"},"version":{"anyOf":[{"type":"string"},{"type":"null"}]}}};
const func0 = require("ajv/dist/runtime/equal").default;
const schema73 = {"oneOf":[{"type":"object","additionalProperties":false,"required":["state","version","installationId","consent","at"],"properties":{"state":{"type":"string","const":"present"},"version":{"type":["string","null"]},"installationId":{"type":"string"},"consent":{"$ref":"#/$defs/consent"},"at":{"$ref":"#/$defs/time"}}},{"type":"object","additionalProperties":false,"required":["state","at"],"properties":{"state":{"type":"string","const":"absent"},"at":{"$ref":"#/$defs/time"}}},{"type":"object","additionalProperties":false,"required":["state","at"],"properties":{"state":{"type":"string","const":"unreadable"},"at":{"oneOf":[{"$ref":"#/$defs/time"},{"type":"null"}]}}},{"description":"Decided without looking.","type":"object","additionalProperties":false,"required":["state"],"properties":{"state":{"type":"string","const":"not-observed"}}}]};
const schema74 = {"oneOf":[{"description":"The consent in force; an empty list is none.","type":"object","additionalProperties":false,"required":["state","permissions"],"properties":{"state":{"type":"string","const":"known"},"permissions":{"type":"array","items":{"$ref":"#/$defs/permission"}}}},{"type":"object","additionalProperties":false,"required":["state"],"properties":{"state":{"type":"string","const":"unknown"}}}]};

function validate46(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate46.evaluated;
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
if(errors === _errs1){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((data.state === undefined) && (missing0 = "state")) || ((data.permissions === undefined) && (missing0 = "permissions"))){
const err0 = {instancePath,schemaPath:"#/oneOf/0/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
else {
const _errs3 = errors;
for(const key0 in data){
if(!((key0 === "state") || (key0 === "permissions"))){
const err1 = {instancePath,schemaPath:"#/oneOf/0/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
break;
}
}
if(_errs3 === errors){
if(data.state !== undefined){
let data0 = data.state;
const _errs4 = errors;
if(typeof data0 !== "string"){
const err2 = {instancePath:instancePath+"/state",schemaPath:"#/oneOf/0/properties/state/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if("known" !== data0){
const err3 = {instancePath:instancePath+"/state",schemaPath:"#/oneOf/0/properties/state/const",keyword:"const",params:{allowedValue: "known"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
var valid1 = _errs4 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data.permissions !== undefined){
let data1 = data.permissions;
const _errs6 = errors;
if(errors === _errs6){
if(Array.isArray(data1)){
var valid2 = true;
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
const _errs8 = errors;
const _errs9 = errors;
if(errors === _errs9){
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
let missing1;
if(((data2.value === undefined) && (missing1 = "value")) || ((data2.type === undefined) && (missing1 = "type"))){
const err4 = {instancePath:instancePath+"/permissions/" + i0,schemaPath:"#/$defs/permission/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
else {
const _errs11 = errors;
for(const key1 in data2){
if(!((key1 === "value") || (key1 === "type"))){
const err5 = {instancePath:instancePath+"/permissions/" + i0,schemaPath:"#/$defs/permission/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
break;
}
}
if(_errs11 === errors){
if(data2.value !== undefined){
const _errs12 = errors;
if(typeof data2.value !== "string"){
const err6 = {instancePath:instancePath+"/permissions/" + i0+"/value",schemaPath:"#/$defs/permission/properties/value/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
var valid4 = _errs12 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data2.type !== undefined){
let data4 = data2.type;
const _errs14 = errors;
if(typeof data4 !== "string"){
const err7 = {instancePath:instancePath+"/permissions/" + i0+"/type",schemaPath:"#/$defs/permission/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(!((data4 === "application") || (data4 === "delegated"))){
const err8 = {instancePath:instancePath+"/permissions/" + i0+"/type",schemaPath:"#/$defs/permission/properties/type/enum",keyword:"enum",params:{allowedValues: schema52.properties.type.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
var valid4 = _errs14 === errors;
}
else {
var valid4 = true;
}
}
}
}
}
else {
const err9 = {instancePath:instancePath+"/permissions/" + i0,schemaPath:"#/$defs/permission/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
var valid2 = _errs8 === errors;
if(!valid2){
break;
}
}
}
else {
const err10 = {instancePath:instancePath+"/permissions",schemaPath:"#/oneOf/0/properties/permissions/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
var valid1 = _errs6 === errors;
}
else {
var valid1 = true;
}
}
}
}
}
else {
const err11 = {instancePath,schemaPath:"#/oneOf/0/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
var _valid0 = _errs1 === errors;
if(_valid0){
valid0 = true;
passing0 = 0;
var props0 = true;
}
const _errs16 = errors;
if(errors === _errs16){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing2;
if((data.state === undefined) && (missing2 = "state")){
const err12 = {instancePath,schemaPath:"#/oneOf/1/required",keyword:"required",params:{missingProperty: missing2},message:"must have required property '"+missing2+"'"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
else {
const _errs18 = errors;
for(const key2 in data){
if(!(key2 === "state")){
const err13 = {instancePath,schemaPath:"#/oneOf/1/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
break;
}
}
if(_errs18 === errors){
if(data.state !== undefined){
let data5 = data.state;
if(typeof data5 !== "string"){
const err14 = {instancePath:instancePath+"/state",schemaPath:"#/oneOf/1/properties/state/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
if("unknown" !== data5){
const err15 = {instancePath:instancePath+"/state",schemaPath:"#/oneOf/1/properties/state/const",keyword:"const",params:{allowedValue: "unknown"},message:"must be equal to constant"};
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
}
}
else {
const err16 = {instancePath,schemaPath:"#/oneOf/1/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
var _valid0 = _errs16 === errors;
if(_valid0 && valid0){
valid0 = false;
passing0 = [passing0, 1];
}
else {
if(_valid0){
valid0 = true;
passing0 = 1;
if(props0 !== true){
props0 = true;
}
}
}
if(!valid0){
const err17 = {instancePath,schemaPath:"#/oneOf",keyword:"oneOf",params:{passingSchemas: passing0},message:"must match exactly one schema in oneOf"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
validate46.errors = vErrors;
return false;
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
validate46.errors = vErrors;
evaluated0.props = props0;
return errors === 0;
}
validate46.evaluated = {"dynamicProps":true,"dynamicItems":false};


function validate45(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate45.evaluated;
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
if(errors === _errs1){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((data.state === undefined) && (missing0 = "state")) || ((data.version === undefined) && (missing0 = "version"))) || ((data.installationId === undefined) && (missing0 = "installationId"))) || ((data.consent === undefined) && (missing0 = "consent"))) || ((data.at === undefined) && (missing0 = "at"))){
const err0 = {instancePath,schemaPath:"#/oneOf/0/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
else {
const _errs3 = errors;
for(const key0 in data){
if(!(((((key0 === "state") || (key0 === "version")) || (key0 === "installationId")) || (key0 === "consent")) || (key0 === "at"))){
const err1 = {instancePath,schemaPath:"#/oneOf/0/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
break;
}
}
if(_errs3 === errors){
if(data.state !== undefined){
let data0 = data.state;
const _errs4 = errors;
if(typeof data0 !== "string"){
const err2 = {instancePath:instancePath+"/state",schemaPath:"#/oneOf/0/properties/state/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if("present" !== data0){
const err3 = {instancePath:instancePath+"/state",schemaPath:"#/oneOf/0/properties/state/const",keyword:"const",params:{allowedValue: "present"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
var valid1 = _errs4 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data.version !== undefined){
let data1 = data.version;
const _errs6 = errors;
if((typeof data1 !== "string") && (data1 !== null)){
const err4 = {instancePath:instancePath+"/version",schemaPath:"#/oneOf/0/properties/version/type",keyword:"type",params:{type: schema73.oneOf[0].properties.version.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
var valid1 = _errs6 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data.installationId !== undefined){
const _errs8 = errors;
if(typeof data.installationId !== "string"){
const err5 = {instancePath:instancePath+"/installationId",schemaPath:"#/oneOf/0/properties/installationId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
var valid1 = _errs8 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data.consent !== undefined){
const _errs10 = errors;
if(!(validate46(data.consent, {instancePath:instancePath+"/consent",parentData:data,parentDataProperty:"consent",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
errors = vErrors.length;
}
var valid1 = _errs10 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data.at !== undefined){
let data4 = data.at;
const _errs11 = errors;
const _errs12 = errors;
if(errors === _errs12){
if(typeof data4 === "string"){
if(!pattern4.test(data4)){
const err6 = {instancePath:instancePath+"/at",schemaPath:"#/$defs/time/pattern",keyword:"pattern",params:{pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$"},message:"must match pattern \""+"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$"+"\""};
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
const err7 = {instancePath:instancePath+"/at",schemaPath:"#/$defs/time/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
var valid1 = _errs11 === errors;
}
else {
var valid1 = true;
}
}
}
}
}
}
}
}
else {
const err8 = {instancePath,schemaPath:"#/oneOf/0/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
var _valid0 = _errs1 === errors;
if(_valid0){
valid0 = true;
passing0 = 0;
var props1 = true;
}
const _errs14 = errors;
if(errors === _errs14){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing1;
if(((data.state === undefined) && (missing1 = "state")) || ((data.at === undefined) && (missing1 = "at"))){
const err9 = {instancePath,schemaPath:"#/oneOf/1/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
else {
const _errs16 = errors;
for(const key1 in data){
if(!((key1 === "state") || (key1 === "at"))){
const err10 = {instancePath,schemaPath:"#/oneOf/1/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
break;
}
}
if(_errs16 === errors){
if(data.state !== undefined){
let data5 = data.state;
const _errs17 = errors;
if(typeof data5 !== "string"){
const err11 = {instancePath:instancePath+"/state",schemaPath:"#/oneOf/1/properties/state/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if("absent" !== data5){
const err12 = {instancePath:instancePath+"/state",schemaPath:"#/oneOf/1/properties/state/const",keyword:"const",params:{allowedValue: "absent"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
var valid3 = _errs17 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data.at !== undefined){
let data6 = data.at;
const _errs19 = errors;
const _errs20 = errors;
if(errors === _errs20){
if(typeof data6 === "string"){
if(!pattern4.test(data6)){
const err13 = {instancePath:instancePath+"/at",schemaPath:"#/$defs/time/pattern",keyword:"pattern",params:{pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$"},message:"must match pattern \""+"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$"+"\""};
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
const err14 = {instancePath:instancePath+"/at",schemaPath:"#/$defs/time/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
var valid3 = _errs19 === errors;
}
else {
var valid3 = true;
}
}
}
}
}
else {
const err15 = {instancePath,schemaPath:"#/oneOf/1/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
var _valid0 = _errs14 === errors;
if(_valid0 && valid0){
valid0 = false;
passing0 = [passing0, 1];
}
else {
if(_valid0){
valid0 = true;
passing0 = 1;
if(props1 !== true){
props1 = true;
}
}
const _errs22 = errors;
if(errors === _errs22){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing2;
if(((data.state === undefined) && (missing2 = "state")) || ((data.at === undefined) && (missing2 = "at"))){
const err16 = {instancePath,schemaPath:"#/oneOf/2/required",keyword:"required",params:{missingProperty: missing2},message:"must have required property '"+missing2+"'"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
else {
const _errs24 = errors;
for(const key2 in data){
if(!((key2 === "state") || (key2 === "at"))){
const err17 = {instancePath,schemaPath:"#/oneOf/2/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
break;
}
}
if(_errs24 === errors){
if(data.state !== undefined){
let data7 = data.state;
const _errs25 = errors;
if(typeof data7 !== "string"){
const err18 = {instancePath:instancePath+"/state",schemaPath:"#/oneOf/2/properties/state/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if("unreadable" !== data7){
const err19 = {instancePath:instancePath+"/state",schemaPath:"#/oneOf/2/properties/state/const",keyword:"const",params:{allowedValue: "unreadable"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
var valid5 = _errs25 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data.at !== undefined){
let data8 = data.at;
const _errs27 = errors;
const _errs28 = errors;
let valid6 = false;
let passing1 = null;
const _errs29 = errors;
const _errs30 = errors;
if(errors === _errs30){
if(typeof data8 === "string"){
if(!pattern4.test(data8)){
const err20 = {instancePath:instancePath+"/at",schemaPath:"#/$defs/time/pattern",keyword:"pattern",params:{pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$"},message:"must match pattern \""+"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$"+"\""};
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
const err21 = {instancePath:instancePath+"/at",schemaPath:"#/$defs/time/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
var _valid1 = _errs29 === errors;
if(_valid1){
valid6 = true;
passing1 = 0;
}
const _errs32 = errors;
if(data8 !== null){
const err22 = {instancePath:instancePath+"/at",schemaPath:"#/oneOf/2/properties/at/oneOf/1/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
var _valid1 = _errs32 === errors;
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
const err23 = {instancePath:instancePath+"/at",schemaPath:"#/oneOf/2/properties/at/oneOf",keyword:"oneOf",params:{passingSchemas: passing1},message:"must match exactly one schema in oneOf"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
else {
errors = _errs28;
if(vErrors !== null){
if(_errs28){
vErrors.length = _errs28;
}
else {
vErrors = null;
}
}
}
var valid5 = _errs27 === errors;
}
else {
var valid5 = true;
}
}
}
}
}
else {
const err24 = {instancePath,schemaPath:"#/oneOf/2/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
var _valid0 = _errs22 === errors;
if(_valid0 && valid0){
valid0 = false;
passing0 = [passing0, 2];
}
else {
if(_valid0){
valid0 = true;
passing0 = 2;
if(props1 !== true){
props1 = true;
}
}
const _errs34 = errors;
if(errors === _errs34){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing3;
if((data.state === undefined) && (missing3 = "state")){
const err25 = {instancePath,schemaPath:"#/oneOf/3/required",keyword:"required",params:{missingProperty: missing3},message:"must have required property '"+missing3+"'"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
else {
const _errs36 = errors;
for(const key3 in data){
if(!(key3 === "state")){
const err26 = {instancePath,schemaPath:"#/oneOf/3/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
break;
}
}
if(_errs36 === errors){
if(data.state !== undefined){
let data9 = data.state;
if(typeof data9 !== "string"){
const err27 = {instancePath:instancePath+"/state",schemaPath:"#/oneOf/3/properties/state/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
if("not-observed" !== data9){
const err28 = {instancePath:instancePath+"/state",schemaPath:"#/oneOf/3/properties/state/const",keyword:"const",params:{allowedValue: "not-observed"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
}
}
}
else {
const err29 = {instancePath,schemaPath:"#/oneOf/3/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
var _valid0 = _errs34 === errors;
if(_valid0 && valid0){
valid0 = false;
passing0 = [passing0, 3];
}
else {
if(_valid0){
valid0 = true;
passing0 = 3;
if(props1 !== true){
props1 = true;
}
}
}
}
}
if(!valid0){
const err30 = {instancePath,schemaPath:"#/oneOf",keyword:"oneOf",params:{passingSchemas: passing0},message:"must match exactly one schema in oneOf"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
validate45.errors = vErrors;
return false;
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
validate45.errors = vErrors;
evaluated0.props = props1;
return errors === 0;
}
validate45.evaluated = {"dynamicProps":true,"dynamicItems":false};

const schema87 = {"description":"What whoever wants the row otherwise has to do.","type":"object","additionalProperties":false,"required":["at","todo","owner"],"properties":{"at":{"description":"Where what holds or blocks the row is written; else where the row is asked for.","type":"array","items":{"$ref":"#/$defs/place"}},"todo":{"description":"The line to write, or what else there is to do. Null: nothing, as it goes on by itself or is meant so.","type":["string","null"]},"owner":{"description":"Who has to be asked, as git says; null where it does not say, or where it is somebody else's turn.","type":["string","null"]}}};

function validate49(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate49.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((data.at === undefined) && (missing0 = "at")) || ((data.todo === undefined) && (missing0 = "todo"))) || ((data.owner === undefined) && (missing0 = "owner"))){
validate49.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(((key0 === "at") || (key0 === "todo")) || (key0 === "owner"))){
validate49.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.at !== undefined){
let data0 = data.at;
const _errs2 = errors;
if(errors === _errs2){
if(Array.isArray(data0)){
var valid1 = true;
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
const _errs4 = errors;
const _errs5 = errors;
if(errors === _errs5){
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
let missing1;
if(((data1.file === undefined) && (missing1 = "file")) || ((data1.line === undefined) && (missing1 = "line"))){
validate49.errors = [{instancePath:instancePath+"/at/" + i0,schemaPath:"#/$defs/place/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'"}];
return false;
}
else {
const _errs7 = errors;
for(const key1 in data1){
if(!((key1 === "file") || (key1 === "line"))){
validate49.errors = [{instancePath:instancePath+"/at/" + i0,schemaPath:"#/$defs/place/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs7 === errors){
if(data1.file !== undefined){
const _errs8 = errors;
if(typeof data1.file !== "string"){
validate49.errors = [{instancePath:instancePath+"/at/" + i0+"/file",schemaPath:"#/$defs/place/properties/file/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid3 = _errs8 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data1.line !== undefined){
let data3 = data1.line;
const _errs10 = errors;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
validate49.errors = [{instancePath:instancePath+"/at/" + i0+"/line",schemaPath:"#/$defs/place/properties/line/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs10){
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 < 1 || isNaN(data3)){
validate49.errors = [{instancePath:instancePath+"/at/" + i0+"/line",schemaPath:"#/$defs/place/properties/line/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"}];
return false;
}
}
}
var valid3 = _errs10 === errors;
}
else {
var valid3 = true;
}
}
}
}
}
else {
validate49.errors = [{instancePath:instancePath+"/at/" + i0,schemaPath:"#/$defs/place/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid1 = _errs4 === errors;
if(!valid1){
break;
}
}
}
else {
validate49.errors = [{instancePath:instancePath+"/at",schemaPath:"#/properties/at/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.todo !== undefined){
let data4 = data.todo;
const _errs12 = errors;
if((typeof data4 !== "string") && (data4 !== null)){
validate49.errors = [{instancePath:instancePath+"/todo",schemaPath:"#/properties/todo/type",keyword:"type",params:{type: schema87.properties.todo.type},message:"must be string,null"}];
return false;
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.owner !== undefined){
let data5 = data.owner;
const _errs14 = errors;
if((typeof data5 !== "string") && (data5 !== null)){
validate49.errors = [{instancePath:instancePath+"/owner",schemaPath:"#/properties/owner/type",keyword:"type",params:{type: schema87.properties.owner.type},message:"must be string,null"}];
return false;
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
else {
validate49.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate49.errors = vErrors;
return errors === 0;
}
validate49.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate44(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate44.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((((((((data.user === undefined) && (missing0 = "user")) || ((data.app === undefined) && (missing0 = "app"))) || ((data.desired === undefined) && (missing0 = "desired"))) || ((data.observed === undefined) && (missing0 = "observed"))) || ((data.drift === undefined) && (missing0 = "drift"))) || ((data.verdict === undefined) && (missing0 = "verdict"))) || ((data.action === undefined) && (missing0 = "action"))) || ((data.reason === undefined) && (missing0 = "reason"))) || ((data.detail === undefined) && (missing0 = "detail"))) || ((data.move === undefined) && (missing0 = "move"))) || ((data.consent === undefined) && (missing0 = "consent"))) || ((data.sources === undefined) && (missing0 = "sources"))){
validate44.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func1.call(schema70.properties, key0))){
validate44.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.user !== undefined){
let data0 = data.user;
const _errs2 = errors;
const _errs3 = errors;
if(errors === _errs3){
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
let missing1;
if((((data0.id === undefined) && (missing1 = "id")) || ((data0.userPrincipalName === undefined) && (missing1 = "userPrincipalName"))) || ((data0.asWritten === undefined) && (missing1 = "asWritten"))){
validate44.errors = [{instancePath:instancePath+"/user",schemaPath:"#/$defs/user/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'"}];
return false;
}
else {
const _errs5 = errors;
for(const key1 in data0){
if(!(((key1 === "id") || (key1 === "userPrincipalName")) || (key1 === "asWritten"))){
validate44.errors = [{instancePath:instancePath+"/user",schemaPath:"#/$defs/user/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs5 === errors){
if(data0.id !== undefined){
let data1 = data0.id;
const _errs6 = errors;
if((typeof data1 !== "string") && (data1 !== null)){
validate44.errors = [{instancePath:instancePath+"/user/id",schemaPath:"#/$defs/user/properties/id/type",keyword:"type",params:{type: schema71.properties.id.type},message:"must be string,null"}];
return false;
}
var valid2 = _errs6 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data0.userPrincipalName !== undefined){
let data2 = data0.userPrincipalName;
const _errs8 = errors;
if((typeof data2 !== "string") && (data2 !== null)){
validate44.errors = [{instancePath:instancePath+"/user/userPrincipalName",schemaPath:"#/$defs/user/properties/userPrincipalName/type",keyword:"type",params:{type: schema71.properties.userPrincipalName.type},message:"must be string,null"}];
return false;
}
var valid2 = _errs8 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data0.asWritten !== undefined){
const _errs10 = errors;
if(typeof data0.asWritten !== "string"){
validate44.errors = [{instancePath:instancePath+"/user/asWritten",schemaPath:"#/$defs/user/properties/asWritten/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid2 = _errs10 === errors;
}
else {
var valid2 = true;
}
}
}
}
}
}
else {
validate44.errors = [{instancePath:instancePath+"/user",schemaPath:"#/$defs/user/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.app !== undefined){
const _errs12 = errors;
if(typeof data.app !== "string"){
validate44.errors = [{instancePath:instancePath+"/app",schemaPath:"#/properties/app/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.desired !== undefined){
let data5 = data.desired;
const _errs14 = errors;
const _errs15 = errors;
let valid3 = false;
let passing0 = null;
const _errs16 = errors;
const _errs17 = errors;
if(errors === _errs17){
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
let missing2;
if(((data5.ensure === undefined) && (missing2 = "ensure")) || ((data5.version === undefined) && (missing2 = "version"))){
const err0 = {instancePath:instancePath+"/desired",schemaPath:"#/$defs/desired/required",keyword:"required",params:{missingProperty: missing2},message:"must have required property '"+missing2+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
else {
const _errs19 = errors;
for(const key2 in data5){
if(!((key2 === "ensure") || (key2 === "version"))){
const err1 = {instancePath:instancePath+"/desired",schemaPath:"#/$defs/desired/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
break;
}
}
if(_errs19 === errors){
if(data5.ensure !== undefined){
let data6 = data5.ensure;
const _errs20 = errors;
if(typeof data6 !== "string"){
const err2 = {instancePath:instancePath+"/desired/ensure",schemaPath:"#/$defs/desired/properties/ensure/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(!((((data6 === "upgraded") || (data6 === "installed")) || (data6 === "absent")) || (data6 === "leave"))){
const err3 = {instancePath:instancePath+"/desired/ensure",schemaPath:"#/$defs/desired/properties/ensure/enum",keyword:"enum",params:{allowedValues: schema72.properties.ensure.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
var valid5 = _errs20 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data5.version !== undefined){
let data7 = data5.version;
const _errs22 = errors;
if((typeof data7 !== "string") && (data7 !== null)){
const err4 = {instancePath:instancePath+"/desired/version",schemaPath:"#/$defs/desired/properties/version/type",keyword:"type",params:{type: schema72.properties.version.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
var valid5 = _errs22 === errors;
}
else {
var valid5 = true;
}
}
}
}
}
else {
const err5 = {instancePath:instancePath+"/desired",schemaPath:"#/$defs/desired/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
var _valid0 = _errs16 === errors;
if(_valid0){
valid3 = true;
passing0 = 0;
}
const _errs24 = errors;
if(data5 !== null){
const err6 = {instancePath:instancePath+"/desired",schemaPath:"#/properties/desired/oneOf/1/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
var _valid0 = _errs24 === errors;
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
const err7 = {instancePath:instancePath+"/desired",schemaPath:"#/properties/desired/oneOf",keyword:"oneOf",params:{passingSchemas: passing0},message:"must match exactly one schema in oneOf"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
validate44.errors = vErrors;
return false;
}
else {
errors = _errs15;
if(vErrors !== null){
if(_errs15){
vErrors.length = _errs15;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.observed !== undefined){
const _errs26 = errors;
if(!(validate45(data.observed, {instancePath:instancePath+"/observed",parentData:data,parentDataProperty:"observed",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate45.errors : vErrors.concat(validate45.errors);
errors = vErrors.length;
}
var valid0 = _errs26 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.drift !== undefined){
let data9 = data.drift;
const _errs27 = errors;
if(errors === _errs27){
if(Array.isArray(data9)){
var valid6 = true;
const len0 = data9.length;
for(let i0=0; i0<len0; i0++){
let data10 = data9[i0];
const _errs29 = errors;
if(typeof data10 !== "string"){
validate44.errors = [{instancePath:instancePath+"/drift/" + i0,schemaPath:"#/$defs/driftFact/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((((((((((data10 === "missing") || (data10 === "outdated")) || (data10 === "ahead")) || (data10 === "old-copy")) || (data10 === "unwanted")) || (data10 === "unknown")) || (data10 === "consent-not-approved")) || (data10 === "consent-narrower")) || (data10 === "consent-wider")) || (data10 === "denied-version"))){
validate44.errors = [{instancePath:instancePath+"/drift/" + i0,schemaPath:"#/$defs/driftFact/enum",keyword:"enum",params:{allowedValues: schema68.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid6 = _errs29 === errors;
if(!valid6){
break;
}
}
if(valid6){
let i1 = data9.length;
let j0;
if(i1 > 1){
outer0:
for(;i1--;){
for(j0 = i1; j0--;){
if(func0(data9[i1], data9[j0])){
validate44.errors = [{instancePath:instancePath+"/drift",schemaPath:"#/properties/drift/uniqueItems",keyword:"uniqueItems",params:{i: i1, j: j0},message:"must NOT have duplicate items (items ## "+j0+" and "+i1+" are identical)"}];
return false;
break outer0;
}
}
}
}
}
}
else {
validate44.errors = [{instancePath:instancePath+"/drift",schemaPath:"#/properties/drift/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs27 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.verdict !== undefined){
let data11 = data.verdict;
const _errs32 = errors;
if(typeof data11 !== "string"){
validate44.errors = [{instancePath:instancePath+"/verdict",schemaPath:"#/$defs/verdict/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((((data11 === "nothing") || (data11 === "act")) || (data11 === "held")) || (data11 === "blocked"))){
validate44.errors = [{instancePath:instancePath+"/verdict",schemaPath:"#/$defs/verdict/enum",keyword:"enum",params:{allowedValues: schema80.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid0 = _errs32 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.action !== undefined){
let data12 = data.action;
const _errs35 = errors;
const _errs36 = errors;
let valid10 = false;
let passing1 = null;
const _errs37 = errors;
if(typeof data12 !== "string"){
const err8 = {instancePath:instancePath+"/action",schemaPath:"#/$defs/action/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(!(((((data12 === "install") || (data12 === "upgrade")) || (data12 === "uninstall")) || (data12 === "replace")) || (data12 === "reinstall"))){
const err9 = {instancePath:instancePath+"/action",schemaPath:"#/$defs/action/enum",keyword:"enum",params:{allowedValues: schema81.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
var _valid1 = _errs37 === errors;
if(_valid1){
valid10 = true;
passing1 = 0;
}
const _errs40 = errors;
if(data12 !== null){
const err10 = {instancePath:instancePath+"/action",schemaPath:"#/properties/action/oneOf/1/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
var _valid1 = _errs40 === errors;
if(_valid1 && valid10){
valid10 = false;
passing1 = [passing1, 1];
}
else {
if(_valid1){
valid10 = true;
passing1 = 1;
}
}
if(!valid10){
const err11 = {instancePath:instancePath+"/action",schemaPath:"#/properties/action/oneOf",keyword:"oneOf",params:{passingSchemas: passing1},message:"must match exactly one schema in oneOf"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
validate44.errors = vErrors;
return false;
}
else {
errors = _errs36;
if(vErrors !== null){
if(_errs36){
vErrors.length = _errs36;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs35 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.reason !== undefined){
let data13 = data.reason;
const _errs42 = errors;
const _errs43 = errors;
let valid12 = false;
let passing2 = null;
const _errs44 = errors;
if(typeof data13 !== "string"){
const err12 = {instancePath:instancePath+"/reason",schemaPath:"#/$defs/reason/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(!(((((((((((((((((((((((((((((((((((((((((((((((((((((data13 === "conflicting-assignments") || (data13 === "targets-unreadable")) || (data13 === "user-not-found")) || (data13 === "user-not-eligible")) || (data13 === "left-alone")) || (data13 === "not-applicable")) || (data13 === "unreadable")) || (data13 === "installations-refused")) || (data13 === "installations-hidden")) || (data13 === "not-read-yet")) || (data13 === "other-copy-installed")) || (data13 === "not-installed")) || (data13 === "in-sync")) || (data13 === "newer-than-offered")) || (data13 === "version-not-comparable")) || (data13 === "catalog-unreadable")) || (data13 === "app-not-in-catalog")) || (data13 === "app-ambiguous")) || (data13 === "nothing-published")) || (data13 === "cannot-downgrade")) || (data13 === "version-past-range")) || (data13 === "version-not-offered")) || (data13 === "denied-version")) || (data13 === "permissions-unknown")) || (data13 === "identity-not-approved")) || (data13 === "definition-not-locked")) || (data13 === "permissions-not-approved")) || (data13 === "consent-not-approved")) || (data13 === "replaces-managed-app")) || (data13 === "unproved")) || (data13 === "suspended")) || (data13 === "excepted")) || (data13 === "frozen")) || (data13 === "protected")) || (data13 === "reinstall-without-store")) || (data13 === "protected-unresolved")) || (data13 === "settling")) || (data13 === "backing-off")) || (data13 === "removal-limit")) || (data13 === "change-limit")) || (data13 === "rollout-halted")) || (data13 === "rollout-expired")) || (data13 === "rollout-without-store")) || (data13 === "not-aged")) || (data13 === "next-ring")) || (data13 === "soaking")) || (data13 === "gate-pending")) || (data13 === "gate-unreadable")) || (data13 === "next-day")) || (data13 === "next-run")) || (data13 === "outside-window")) || (data13 === "not-in-plan")) || (data13 === "outside-envelope"))){
const err13 = {instancePath:instancePath+"/reason",schemaPath:"#/$defs/reason/enum",keyword:"enum",params:{allowedValues: schema82.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
var _valid2 = _errs44 === errors;
if(_valid2){
valid12 = true;
passing2 = 0;
}
const _errs47 = errors;
if(data13 !== null){
const err14 = {instancePath:instancePath+"/reason",schemaPath:"#/properties/reason/oneOf/1/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
var _valid2 = _errs47 === errors;
if(_valid2 && valid12){
valid12 = false;
passing2 = [passing2, 1];
}
else {
if(_valid2){
valid12 = true;
passing2 = 1;
}
}
if(!valid12){
const err15 = {instancePath:instancePath+"/reason",schemaPath:"#/properties/reason/oneOf",keyword:"oneOf",params:{passingSchemas: passing2},message:"must match exactly one schema in oneOf"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
validate44.errors = vErrors;
return false;
}
else {
errors = _errs43;
if(vErrors !== null){
if(_errs43){
vErrors.length = _errs43;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs42 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.detail !== undefined){
let data14 = data.detail;
const _errs49 = errors;
if((typeof data14 !== "string") && (data14 !== null)){
validate44.errors = [{instancePath:instancePath+"/detail",schemaPath:"#/properties/detail/type",keyword:"type",params:{type: schema70.properties.detail.type},message:"must be string,null"}];
return false;
}
var valid0 = _errs49 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.move !== undefined){
let data15 = data.move;
const _errs51 = errors;
if(typeof data15 !== "string"){
validate44.errors = [{instancePath:instancePath+"/move",schemaPath:"#/$defs/move/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!(((((((data15 === "none") || (data15 === "trueup")) || (data15 === "permission-owner")) || (data15 === "app-owner")) || (data15 === "assignment-owner")) || (data15 === "teams-admin")) || (data15 === "directory-admin"))){
validate44.errors = [{instancePath:instancePath+"/move",schemaPath:"#/$defs/move/enum",keyword:"enum",params:{allowedValues: schema83.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid0 = _errs51 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.consent !== undefined){
let data16 = data.consent;
const _errs54 = errors;
if(errors === _errs54){
if(Array.isArray(data16)){
var valid15 = true;
const len1 = data16.length;
for(let i2=0; i2<len1; i2++){
let data17 = data16[i2];
const _errs56 = errors;
const _errs57 = errors;
if(errors === _errs57){
if(data17 && typeof data17 == "object" && !Array.isArray(data17)){
let missing3;
if(((data17.value === undefined) && (missing3 = "value")) || ((data17.type === undefined) && (missing3 = "type"))){
validate44.errors = [{instancePath:instancePath+"/consent/" + i2,schemaPath:"#/$defs/permission/required",keyword:"required",params:{missingProperty: missing3},message:"must have required property '"+missing3+"'"}];
return false;
}
else {
const _errs59 = errors;
for(const key3 in data17){
if(!((key3 === "value") || (key3 === "type"))){
validate44.errors = [{instancePath:instancePath+"/consent/" + i2,schemaPath:"#/$defs/permission/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs59 === errors){
if(data17.value !== undefined){
const _errs60 = errors;
if(typeof data17.value !== "string"){
validate44.errors = [{instancePath:instancePath+"/consent/" + i2+"/value",schemaPath:"#/$defs/permission/properties/value/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid17 = _errs60 === errors;
}
else {
var valid17 = true;
}
if(valid17){
if(data17.type !== undefined){
let data19 = data17.type;
const _errs62 = errors;
if(typeof data19 !== "string"){
validate44.errors = [{instancePath:instancePath+"/consent/" + i2+"/type",schemaPath:"#/$defs/permission/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((data19 === "application") || (data19 === "delegated"))){
validate44.errors = [{instancePath:instancePath+"/consent/" + i2+"/type",schemaPath:"#/$defs/permission/properties/type/enum",keyword:"enum",params:{allowedValues: schema52.properties.type.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid17 = _errs62 === errors;
}
else {
var valid17 = true;
}
}
}
}
}
else {
validate44.errors = [{instancePath:instancePath+"/consent/" + i2,schemaPath:"#/$defs/permission/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid15 = _errs56 === errors;
if(!valid15){
break;
}
}
}
else {
validate44.errors = [{instancePath:instancePath+"/consent",schemaPath:"#/properties/consent/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs54 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.sources !== undefined){
let data20 = data.sources;
const _errs64 = errors;
if(errors === _errs64){
if(Array.isArray(data20)){
var valid18 = true;
const len2 = data20.length;
for(let i3=0; i3<len2; i3++){
let data21 = data20[i3];
const _errs66 = errors;
const _errs67 = errors;
if(errors === _errs67){
if(data21 && typeof data21 == "object" && !Array.isArray(data21)){
let missing4;
if(((data21.file === undefined) && (missing4 = "file")) || ((data21.line === undefined) && (missing4 = "line"))){
validate44.errors = [{instancePath:instancePath+"/sources/" + i3,schemaPath:"#/$defs/place/required",keyword:"required",params:{missingProperty: missing4},message:"must have required property '"+missing4+"'"}];
return false;
}
else {
const _errs69 = errors;
for(const key4 in data21){
if(!((key4 === "file") || (key4 === "line"))){
validate44.errors = [{instancePath:instancePath+"/sources/" + i3,schemaPath:"#/$defs/place/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs69 === errors){
if(data21.file !== undefined){
const _errs70 = errors;
if(typeof data21.file !== "string"){
validate44.errors = [{instancePath:instancePath+"/sources/" + i3+"/file",schemaPath:"#/$defs/place/properties/file/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid20 = _errs70 === errors;
}
else {
var valid20 = true;
}
if(valid20){
if(data21.line !== undefined){
let data23 = data21.line;
const _errs72 = errors;
if(!(((typeof data23 == "number") && (!(data23 % 1) && !isNaN(data23))) && (isFinite(data23)))){
validate44.errors = [{instancePath:instancePath+"/sources/" + i3+"/line",schemaPath:"#/$defs/place/properties/line/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs72){
if((typeof data23 == "number") && (isFinite(data23))){
if(data23 < 1 || isNaN(data23)){
validate44.errors = [{instancePath:instancePath+"/sources/" + i3+"/line",schemaPath:"#/$defs/place/properties/line/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"}];
return false;
}
}
}
var valid20 = _errs72 === errors;
}
else {
var valid20 = true;
}
}
}
}
}
else {
validate44.errors = [{instancePath:instancePath+"/sources/" + i3,schemaPath:"#/$defs/place/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid18 = _errs66 === errors;
if(!valid18){
break;
}
}
}
else {
validate44.errors = [{instancePath:instancePath+"/sources",schemaPath:"#/properties/sources/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs64 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.because !== undefined){
let data24 = data.because;
const _errs74 = errors;
if(!(((data24 === "change") || (data24 === "drift")) || (data24 === null))){
validate44.errors = [{instancePath:instancePath+"/because",schemaPath:"#/properties/because/enum",keyword:"enum",params:{allowedValues: schema70.properties.because.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid0 = _errs74 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.replaced !== undefined){
let data25 = data.replaced;
const _errs75 = errors;
const _errs76 = errors;
if(errors === _errs76){
if(data25 && typeof data25 == "object" && !Array.isArray(data25)){
let missing5;
if((((data25.id === undefined) && (missing5 = "id")) || ((data25.installationId === undefined) && (missing5 = "installationId"))) || ((data25.version === undefined) && (missing5 = "version"))){
validate44.errors = [{instancePath:instancePath+"/replaced",schemaPath:"#/$defs/oldCopy/required",keyword:"required",params:{missingProperty: missing5},message:"must have required property '"+missing5+"'"}];
return false;
}
else {
const _errs78 = errors;
for(const key5 in data25){
if(!(((key5 === "id") || (key5 === "installationId")) || (key5 === "version"))){
validate44.errors = [{instancePath:instancePath+"/replaced",schemaPath:"#/$defs/oldCopy/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs78 === errors){
if(data25.id !== undefined){
const _errs79 = errors;
if(typeof data25.id !== "string"){
validate44.errors = [{instancePath:instancePath+"/replaced/id",schemaPath:"#/$defs/oldCopy/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid22 = _errs79 === errors;
}
else {
var valid22 = true;
}
if(valid22){
if(data25.installationId !== undefined){
const _errs81 = errors;
if(typeof data25.installationId !== "string"){
validate44.errors = [{instancePath:instancePath+"/replaced/installationId",schemaPath:"#/$defs/oldCopy/properties/installationId/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid22 = _errs81 === errors;
}
else {
var valid22 = true;
}
if(valid22){
if(data25.version !== undefined){
let data28 = data25.version;
const _errs83 = errors;
const _errs84 = errors;
let valid23 = false;
const _errs85 = errors;
if(typeof data28 !== "string"){
const err16 = {instancePath:instancePath+"/replaced/version",schemaPath:"#/$defs/oldCopy/properties/version/anyOf/0/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
var _valid3 = _errs85 === errors;
valid23 = valid23 || _valid3;
const _errs87 = errors;
if(data28 !== null){
const err17 = {instancePath:instancePath+"/replaced/version",schemaPath:"#/$defs/oldCopy/properties/version/anyOf/1/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
var _valid3 = _errs87 === errors;
valid23 = valid23 || _valid3;
if(!valid23){
const err18 = {instancePath:instancePath+"/replaced/version",schemaPath:"#/$defs/oldCopy/properties/version/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
validate44.errors = vErrors;
return false;
}
else {
errors = _errs84;
if(vErrors !== null){
if(_errs84){
vErrors.length = _errs84;
}
else {
vErrors = null;
}
}
}
var valid22 = _errs83 === errors;
}
else {
var valid22 = true;
}
}
}
}
}
}
else {
validate44.errors = [{instancePath:instancePath+"/replaced",schemaPath:"#/$defs/oldCopy/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs75 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.wayOut !== undefined){
const _errs89 = errors;
if(!(validate49(data.wayOut, {instancePath:instancePath+"/wayOut",parentData:data,parentDataProperty:"wayOut",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate49.errors : vErrors.concat(validate49.errors);
errors = vErrors.length;
}
var valid0 = _errs89 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate44.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate44.errors = vErrors;
return errors === 0;
}
validate44.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema89 = {"type":"object","additionalProperties":false,"required":["source","change","drift","pairsAdded","pairsRemoved","noLonger","apps","guards"],"properties":{"source":{"$ref":"#/$defs/source"},"change":{"type":"integer","minimum":0,"description":"Rows that act because of the change."},"drift":{"type":"integer","minimum":0,"description":"Rows that act for drift that is there anyway."},"pairsAdded":{"type":"integer","minimum":0,"description":"(user, app) pairs that are managed from now on."},"pairsRemoved":{"type":"integer","minimum":0,"description":"(user, app) pairs that are not managed any more."},"noLonger":{"description":"Pairs that would act without the change and do not with it, with what they would have done.","type":"array","items":{"$ref":"#/$defs/noLonger"}},"apps":{"description":"Apps about which the change says something.","type":"array","items":{"$ref":"#/$defs/appChange"}},"guards":{"description":"Limits, brakes, protection, sections, denied versions, exceptions and rollouts that the change alters; loosened ones come first.","type":"array","items":{"$ref":"#/$defs/guardChange"}}}};
const schema97 = {"type":"object","additionalProperties":false,"required":["guard","before","after","loosens"],"properties":{"guard":{"description":"As the files spell it, such as maxChanges or rollouts.expenses.gates.refusals.halt.","type":"string"},"before":{"description":"Null: it was not written.","type":["string","null"]},"after":{"description":"Null: it is not written any more.","type":["string","null"]},"loosens":{"description":"Something may happen from now on that could not before, or nobody can tell that it may not.","type":"boolean"}}};
const schema91 = {"description":"A pair that would act without the change and does not with it.","type":"object","additionalProperties":false,"required":["user","app","action"],"properties":{"user":{"$ref":"#/$defs/user"},"app":{"type":"string"},"action":{"$ref":"#/$defs/action"}}};

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
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((data.user === undefined) && (missing0 = "user")) || ((data.app === undefined) && (missing0 = "app"))) || ((data.action === undefined) && (missing0 = "action"))){
validate53.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(((key0 === "user") || (key0 === "app")) || (key0 === "action"))){
validate53.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.user !== undefined){
let data0 = data.user;
const _errs2 = errors;
const _errs3 = errors;
if(errors === _errs3){
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
let missing1;
if((((data0.id === undefined) && (missing1 = "id")) || ((data0.userPrincipalName === undefined) && (missing1 = "userPrincipalName"))) || ((data0.asWritten === undefined) && (missing1 = "asWritten"))){
validate53.errors = [{instancePath:instancePath+"/user",schemaPath:"#/$defs/user/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'"}];
return false;
}
else {
const _errs5 = errors;
for(const key1 in data0){
if(!(((key1 === "id") || (key1 === "userPrincipalName")) || (key1 === "asWritten"))){
validate53.errors = [{instancePath:instancePath+"/user",schemaPath:"#/$defs/user/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs5 === errors){
if(data0.id !== undefined){
let data1 = data0.id;
const _errs6 = errors;
if((typeof data1 !== "string") && (data1 !== null)){
validate53.errors = [{instancePath:instancePath+"/user/id",schemaPath:"#/$defs/user/properties/id/type",keyword:"type",params:{type: schema71.properties.id.type},message:"must be string,null"}];
return false;
}
var valid2 = _errs6 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data0.userPrincipalName !== undefined){
let data2 = data0.userPrincipalName;
const _errs8 = errors;
if((typeof data2 !== "string") && (data2 !== null)){
validate53.errors = [{instancePath:instancePath+"/user/userPrincipalName",schemaPath:"#/$defs/user/properties/userPrincipalName/type",keyword:"type",params:{type: schema71.properties.userPrincipalName.type},message:"must be string,null"}];
return false;
}
var valid2 = _errs8 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data0.asWritten !== undefined){
const _errs10 = errors;
if(typeof data0.asWritten !== "string"){
validate53.errors = [{instancePath:instancePath+"/user/asWritten",schemaPath:"#/$defs/user/properties/asWritten/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid2 = _errs10 === errors;
}
else {
var valid2 = true;
}
}
}
}
}
}
else {
validate53.errors = [{instancePath:instancePath+"/user",schemaPath:"#/$defs/user/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.app !== undefined){
const _errs12 = errors;
if(typeof data.app !== "string"){
validate53.errors = [{instancePath:instancePath+"/app",schemaPath:"#/properties/app/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.action !== undefined){
let data5 = data.action;
const _errs14 = errors;
if(typeof data5 !== "string"){
validate53.errors = [{instancePath:instancePath+"/action",schemaPath:"#/$defs/action/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!(((((data5 === "install") || (data5 === "upgrade")) || (data5 === "uninstall")) || (data5 === "replace")) || (data5 === "reinstall"))){
validate53.errors = [{instancePath:instancePath+"/action",schemaPath:"#/$defs/action/enum",keyword:"enum",params:{allowedValues: schema81.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
else {
validate53.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate53.errors = vErrors;
return errors === 0;
}
validate53.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema94 = {"description":"What the change says about an app.","type":"object","additionalProperties":false,"required":["app","kind","approved","withdrawn"],"properties":{"app":{"type":"string"},"kind":{"enum":["added","removed","changed"]},"approved":{"type":"array","items":{"$ref":"#/$defs/permission"},"description":"Permissions that are approved from now on."},"withdrawn":{"type":"array","items":{"$ref":"#/$defs/permission"},"description":"Permissions that are not approved any more."}}};

function validate55(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate55.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((data.app === undefined) && (missing0 = "app")) || ((data.kind === undefined) && (missing0 = "kind"))) || ((data.approved === undefined) && (missing0 = "approved"))) || ((data.withdrawn === undefined) && (missing0 = "withdrawn"))){
validate55.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((((key0 === "app") || (key0 === "kind")) || (key0 === "approved")) || (key0 === "withdrawn"))){
validate55.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.app !== undefined){
const _errs2 = errors;
if(typeof data.app !== "string"){
validate55.errors = [{instancePath:instancePath+"/app",schemaPath:"#/properties/app/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.kind !== undefined){
let data1 = data.kind;
const _errs4 = errors;
if(!(((data1 === "added") || (data1 === "removed")) || (data1 === "changed"))){
validate55.errors = [{instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/enum",keyword:"enum",params:{allowedValues: schema94.properties.kind.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.approved !== undefined){
let data2 = data.approved;
const _errs5 = errors;
if(errors === _errs5){
if(Array.isArray(data2)){
var valid1 = true;
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
let data3 = data2[i0];
const _errs7 = errors;
const _errs8 = errors;
if(errors === _errs8){
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
let missing1;
if(((data3.value === undefined) && (missing1 = "value")) || ((data3.type === undefined) && (missing1 = "type"))){
validate55.errors = [{instancePath:instancePath+"/approved/" + i0,schemaPath:"#/$defs/permission/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'"}];
return false;
}
else {
const _errs10 = errors;
for(const key1 in data3){
if(!((key1 === "value") || (key1 === "type"))){
validate55.errors = [{instancePath:instancePath+"/approved/" + i0,schemaPath:"#/$defs/permission/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs10 === errors){
if(data3.value !== undefined){
const _errs11 = errors;
if(typeof data3.value !== "string"){
validate55.errors = [{instancePath:instancePath+"/approved/" + i0+"/value",schemaPath:"#/$defs/permission/properties/value/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid3 = _errs11 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data3.type !== undefined){
let data5 = data3.type;
const _errs13 = errors;
if(typeof data5 !== "string"){
validate55.errors = [{instancePath:instancePath+"/approved/" + i0+"/type",schemaPath:"#/$defs/permission/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((data5 === "application") || (data5 === "delegated"))){
validate55.errors = [{instancePath:instancePath+"/approved/" + i0+"/type",schemaPath:"#/$defs/permission/properties/type/enum",keyword:"enum",params:{allowedValues: schema52.properties.type.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid3 = _errs13 === errors;
}
else {
var valid3 = true;
}
}
}
}
}
else {
validate55.errors = [{instancePath:instancePath+"/approved/" + i0,schemaPath:"#/$defs/permission/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid1 = _errs7 === errors;
if(!valid1){
break;
}
}
}
else {
validate55.errors = [{instancePath:instancePath+"/approved",schemaPath:"#/properties/approved/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.withdrawn !== undefined){
let data6 = data.withdrawn;
const _errs15 = errors;
if(errors === _errs15){
if(Array.isArray(data6)){
var valid4 = true;
const len1 = data6.length;
for(let i1=0; i1<len1; i1++){
let data7 = data6[i1];
const _errs17 = errors;
const _errs18 = errors;
if(errors === _errs18){
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
let missing2;
if(((data7.value === undefined) && (missing2 = "value")) || ((data7.type === undefined) && (missing2 = "type"))){
validate55.errors = [{instancePath:instancePath+"/withdrawn/" + i1,schemaPath:"#/$defs/permission/required",keyword:"required",params:{missingProperty: missing2},message:"must have required property '"+missing2+"'"}];
return false;
}
else {
const _errs20 = errors;
for(const key2 in data7){
if(!((key2 === "value") || (key2 === "type"))){
validate55.errors = [{instancePath:instancePath+"/withdrawn/" + i1,schemaPath:"#/$defs/permission/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs20 === errors){
if(data7.value !== undefined){
const _errs21 = errors;
if(typeof data7.value !== "string"){
validate55.errors = [{instancePath:instancePath+"/withdrawn/" + i1+"/value",schemaPath:"#/$defs/permission/properties/value/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid6 = _errs21 === errors;
}
else {
var valid6 = true;
}
if(valid6){
if(data7.type !== undefined){
let data9 = data7.type;
const _errs23 = errors;
if(typeof data9 !== "string"){
validate55.errors = [{instancePath:instancePath+"/withdrawn/" + i1+"/type",schemaPath:"#/$defs/permission/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((data9 === "application") || (data9 === "delegated"))){
validate55.errors = [{instancePath:instancePath+"/withdrawn/" + i1+"/type",schemaPath:"#/$defs/permission/properties/type/enum",keyword:"enum",params:{allowedValues: schema52.properties.type.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid6 = _errs23 === errors;
}
else {
var valid6 = true;
}
}
}
}
}
else {
validate55.errors = [{instancePath:instancePath+"/withdrawn/" + i1,schemaPath:"#/$defs/permission/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid4 = _errs17 === errors;
if(!valid4){
break;
}
}
}
else {
validate55.errors = [{instancePath:instancePath+"/withdrawn",schemaPath:"#/properties/withdrawn/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
else {
validate55.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate55.errors = vErrors;
return errors === 0;
}
validate55.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate52(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate52.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((((data.source === undefined) && (missing0 = "source")) || ((data.change === undefined) && (missing0 = "change"))) || ((data.drift === undefined) && (missing0 = "drift"))) || ((data.pairsAdded === undefined) && (missing0 = "pairsAdded"))) || ((data.pairsRemoved === undefined) && (missing0 = "pairsRemoved"))) || ((data.noLonger === undefined) && (missing0 = "noLonger"))) || ((data.apps === undefined) && (missing0 = "apps"))) || ((data.guards === undefined) && (missing0 = "guards"))){
validate52.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((((((((key0 === "source") || (key0 === "change")) || (key0 === "drift")) || (key0 === "pairsAdded")) || (key0 === "pairsRemoved")) || (key0 === "noLonger")) || (key0 === "apps")) || (key0 === "guards"))){
validate52.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.source !== undefined){
let data0 = data.source;
const _errs2 = errors;
const _errs3 = errors;
if(errors === _errs3){
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
let missing1;
if((((data0.path === undefined) && (missing1 = "path")) || ((data0.commit === undefined) && (missing1 = "commit"))) || ((data0.digest === undefined) && (missing1 = "digest"))){
validate52.errors = [{instancePath:instancePath+"/source",schemaPath:"#/$defs/source/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'"}];
return false;
}
else {
const _errs5 = errors;
for(const key1 in data0){
if(!(((key1 === "path") || (key1 === "commit")) || (key1 === "digest"))){
validate52.errors = [{instancePath:instancePath+"/source",schemaPath:"#/$defs/source/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs5 === errors){
if(data0.path !== undefined){
const _errs6 = errors;
if(typeof data0.path !== "string"){
validate52.errors = [{instancePath:instancePath+"/source/path",schemaPath:"#/$defs/source/properties/path/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid2 = _errs6 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data0.commit !== undefined){
let data2 = data0.commit;
const _errs8 = errors;
if((typeof data2 !== "string") && (data2 !== null)){
validate52.errors = [{instancePath:instancePath+"/source/commit",schemaPath:"#/$defs/source/properties/commit/type",keyword:"type",params:{type: schema41.properties.commit.type},message:"must be string,null"}];
return false;
}
var valid2 = _errs8 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data0.digest !== undefined){
let data3 = data0.digest;
const _errs10 = errors;
if(errors === _errs10){
if(typeof data3 === "string"){
if(!pattern9.test(data3)){
validate52.errors = [{instancePath:instancePath+"/source/digest",schemaPath:"#/$defs/source/properties/digest/pattern",keyword:"pattern",params:{pattern: "^sha256:[0-9a-f]{64}$"},message:"must match pattern \""+"^sha256:[0-9a-f]{64}$"+"\""}];
return false;
}
}
else {
validate52.errors = [{instancePath:instancePath+"/source/digest",schemaPath:"#/$defs/source/properties/digest/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid2 = _errs10 === errors;
}
else {
var valid2 = true;
}
}
}
}
}
}
else {
validate52.errors = [{instancePath:instancePath+"/source",schemaPath:"#/$defs/source/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.change !== undefined){
let data4 = data.change;
const _errs12 = errors;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
validate52.errors = [{instancePath:instancePath+"/change",schemaPath:"#/properties/change/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs12){
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 < 0 || isNaN(data4)){
validate52.errors = [{instancePath:instancePath+"/change",schemaPath:"#/properties/change/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.drift !== undefined){
let data5 = data.drift;
const _errs14 = errors;
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
validate52.errors = [{instancePath:instancePath+"/drift",schemaPath:"#/properties/drift/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs14){
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 < 0 || isNaN(data5)){
validate52.errors = [{instancePath:instancePath+"/drift",schemaPath:"#/properties/drift/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.pairsAdded !== undefined){
let data6 = data.pairsAdded;
const _errs16 = errors;
if(!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))){
validate52.errors = [{instancePath:instancePath+"/pairsAdded",schemaPath:"#/properties/pairsAdded/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs16){
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 < 0 || isNaN(data6)){
validate52.errors = [{instancePath:instancePath+"/pairsAdded",schemaPath:"#/properties/pairsAdded/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs16 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.pairsRemoved !== undefined){
let data7 = data.pairsRemoved;
const _errs18 = errors;
if(!(((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7))) && (isFinite(data7)))){
validate52.errors = [{instancePath:instancePath+"/pairsRemoved",schemaPath:"#/properties/pairsRemoved/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs18){
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 < 0 || isNaN(data7)){
validate52.errors = [{instancePath:instancePath+"/pairsRemoved",schemaPath:"#/properties/pairsRemoved/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs18 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.noLonger !== undefined){
let data8 = data.noLonger;
const _errs20 = errors;
if(errors === _errs20){
if(Array.isArray(data8)){
var valid3 = true;
const len0 = data8.length;
for(let i0=0; i0<len0; i0++){
const _errs22 = errors;
if(!(validate53(data8[i0], {instancePath:instancePath+"/noLonger/" + i0,parentData:data8,parentDataProperty:i0,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);
errors = vErrors.length;
}
var valid3 = _errs22 === errors;
if(!valid3){
break;
}
}
}
else {
validate52.errors = [{instancePath:instancePath+"/noLonger",schemaPath:"#/properties/noLonger/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs20 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.apps !== undefined){
let data10 = data.apps;
const _errs23 = errors;
if(errors === _errs23){
if(Array.isArray(data10)){
var valid4 = true;
const len1 = data10.length;
for(let i1=0; i1<len1; i1++){
const _errs25 = errors;
if(!(validate55(data10[i1], {instancePath:instancePath+"/apps/" + i1,parentData:data10,parentDataProperty:i1,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate55.errors : vErrors.concat(validate55.errors);
errors = vErrors.length;
}
var valid4 = _errs25 === errors;
if(!valid4){
break;
}
}
}
else {
validate52.errors = [{instancePath:instancePath+"/apps",schemaPath:"#/properties/apps/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs23 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.guards !== undefined){
let data12 = data.guards;
const _errs26 = errors;
if(errors === _errs26){
if(Array.isArray(data12)){
var valid5 = true;
const len2 = data12.length;
for(let i2=0; i2<len2; i2++){
let data13 = data12[i2];
const _errs28 = errors;
const _errs29 = errors;
if(errors === _errs29){
if(data13 && typeof data13 == "object" && !Array.isArray(data13)){
let missing2;
if(((((data13.guard === undefined) && (missing2 = "guard")) || ((data13.before === undefined) && (missing2 = "before"))) || ((data13.after === undefined) && (missing2 = "after"))) || ((data13.loosens === undefined) && (missing2 = "loosens"))){
validate52.errors = [{instancePath:instancePath+"/guards/" + i2,schemaPath:"#/$defs/guardChange/required",keyword:"required",params:{missingProperty: missing2},message:"must have required property '"+missing2+"'"}];
return false;
}
else {
const _errs31 = errors;
for(const key2 in data13){
if(!((((key2 === "guard") || (key2 === "before")) || (key2 === "after")) || (key2 === "loosens"))){
validate52.errors = [{instancePath:instancePath+"/guards/" + i2,schemaPath:"#/$defs/guardChange/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs31 === errors){
if(data13.guard !== undefined){
const _errs32 = errors;
if(typeof data13.guard !== "string"){
validate52.errors = [{instancePath:instancePath+"/guards/" + i2+"/guard",schemaPath:"#/$defs/guardChange/properties/guard/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid7 = _errs32 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data13.before !== undefined){
let data15 = data13.before;
const _errs34 = errors;
if((typeof data15 !== "string") && (data15 !== null)){
validate52.errors = [{instancePath:instancePath+"/guards/" + i2+"/before",schemaPath:"#/$defs/guardChange/properties/before/type",keyword:"type",params:{type: schema97.properties.before.type},message:"must be string,null"}];
return false;
}
var valid7 = _errs34 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data13.after !== undefined){
let data16 = data13.after;
const _errs36 = errors;
if((typeof data16 !== "string") && (data16 !== null)){
validate52.errors = [{instancePath:instancePath+"/guards/" + i2+"/after",schemaPath:"#/$defs/guardChange/properties/after/type",keyword:"type",params:{type: schema97.properties.after.type},message:"must be string,null"}];
return false;
}
var valid7 = _errs36 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data13.loosens !== undefined){
const _errs38 = errors;
if(typeof data13.loosens !== "boolean"){
validate52.errors = [{instancePath:instancePath+"/guards/" + i2+"/loosens",schemaPath:"#/$defs/guardChange/properties/loosens/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid7 = _errs38 === errors;
}
else {
var valid7 = true;
}
}
}
}
}
}
}
else {
validate52.errors = [{instancePath:instancePath+"/guards/" + i2,schemaPath:"#/$defs/guardChange/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid5 = _errs28 === errors;
if(!valid5){
break;
}
}
}
else {
validate52.errors = [{instancePath:instancePath+"/guards",schemaPath:"#/properties/guards/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs26 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
else {
validate52.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate52.errors = vErrors;
return errors === 0;
}
validate52.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema99 = {"type":"object","additionalProperties":false,"required":["code","severity","message","hint","file","line","column","related"],"properties":{"code":{"type":"string"},"severity":{"type":"string","enum":["error","warning"]},"message":{"type":"string"},"hint":{"type":["string","null"]},"file":{"type":["string","null"]},"line":{"type":["integer","null"],"minimum":1},"column":{"type":["integer","null"],"minimum":1},"related":{"type":"array","items":{"$ref":"#/$defs/related"}}}};
const schema100 = {"description":"Another place that belongs to it, such as the first of two duplicates.","type":"object","additionalProperties":false,"required":["message","file","line","column"],"properties":{"message":{"type":"string"},"file":{"type":"string"},"line":{"type":"integer","minimum":1},"column":{"type":"integer","minimum":1}}};

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
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((((data.code === undefined) && (missing0 = "code")) || ((data.severity === undefined) && (missing0 = "severity"))) || ((data.message === undefined) && (missing0 = "message"))) || ((data.hint === undefined) && (missing0 = "hint"))) || ((data.file === undefined) && (missing0 = "file"))) || ((data.line === undefined) && (missing0 = "line"))) || ((data.column === undefined) && (missing0 = "column"))) || ((data.related === undefined) && (missing0 = "related"))){
validate58.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((((((((key0 === "code") || (key0 === "severity")) || (key0 === "message")) || (key0 === "hint")) || (key0 === "file")) || (key0 === "line")) || (key0 === "column")) || (key0 === "related"))){
validate58.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.code !== undefined){
const _errs2 = errors;
if(typeof data.code !== "string"){
validate58.errors = [{instancePath:instancePath+"/code",schemaPath:"#/properties/code/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.severity !== undefined){
let data1 = data.severity;
const _errs4 = errors;
if(typeof data1 !== "string"){
validate58.errors = [{instancePath:instancePath+"/severity",schemaPath:"#/properties/severity/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((data1 === "error") || (data1 === "warning"))){
validate58.errors = [{instancePath:instancePath+"/severity",schemaPath:"#/properties/severity/enum",keyword:"enum",params:{allowedValues: schema99.properties.severity.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.message !== undefined){
const _errs6 = errors;
if(typeof data.message !== "string"){
validate58.errors = [{instancePath:instancePath+"/message",schemaPath:"#/properties/message/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.hint !== undefined){
let data3 = data.hint;
const _errs8 = errors;
if((typeof data3 !== "string") && (data3 !== null)){
validate58.errors = [{instancePath:instancePath+"/hint",schemaPath:"#/properties/hint/type",keyword:"type",params:{type: schema99.properties.hint.type},message:"must be string,null"}];
return false;
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.file !== undefined){
let data4 = data.file;
const _errs10 = errors;
if((typeof data4 !== "string") && (data4 !== null)){
validate58.errors = [{instancePath:instancePath+"/file",schemaPath:"#/properties/file/type",keyword:"type",params:{type: schema99.properties.file.type},message:"must be string,null"}];
return false;
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.line !== undefined){
let data5 = data.line;
const _errs12 = errors;
if((!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))) && (data5 !== null)){
validate58.errors = [{instancePath:instancePath+"/line",schemaPath:"#/properties/line/type",keyword:"type",params:{type: schema99.properties.line.type},message:"must be integer,null"}];
return false;
}
if(errors === _errs12){
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 < 1 || isNaN(data5)){
validate58.errors = [{instancePath:instancePath+"/line",schemaPath:"#/properties/line/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"}];
return false;
}
}
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.column !== undefined){
let data6 = data.column;
const _errs14 = errors;
if((!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))) && (data6 !== null)){
validate58.errors = [{instancePath:instancePath+"/column",schemaPath:"#/properties/column/type",keyword:"type",params:{type: schema99.properties.column.type},message:"must be integer,null"}];
return false;
}
if(errors === _errs14){
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 < 1 || isNaN(data6)){
validate58.errors = [{instancePath:instancePath+"/column",schemaPath:"#/properties/column/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"}];
return false;
}
}
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.related !== undefined){
let data7 = data.related;
const _errs16 = errors;
if(errors === _errs16){
if(Array.isArray(data7)){
var valid1 = true;
const len0 = data7.length;
for(let i0=0; i0<len0; i0++){
let data8 = data7[i0];
const _errs18 = errors;
const _errs19 = errors;
if(errors === _errs19){
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
let missing1;
if(((((data8.message === undefined) && (missing1 = "message")) || ((data8.file === undefined) && (missing1 = "file"))) || ((data8.line === undefined) && (missing1 = "line"))) || ((data8.column === undefined) && (missing1 = "column"))){
validate58.errors = [{instancePath:instancePath+"/related/" + i0,schemaPath:"#/$defs/related/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'"}];
return false;
}
else {
const _errs21 = errors;
for(const key1 in data8){
if(!((((key1 === "message") || (key1 === "file")) || (key1 === "line")) || (key1 === "column"))){
validate58.errors = [{instancePath:instancePath+"/related/" + i0,schemaPath:"#/$defs/related/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs21 === errors){
if(data8.message !== undefined){
const _errs22 = errors;
if(typeof data8.message !== "string"){
validate58.errors = [{instancePath:instancePath+"/related/" + i0+"/message",schemaPath:"#/$defs/related/properties/message/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid3 = _errs22 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data8.file !== undefined){
const _errs24 = errors;
if(typeof data8.file !== "string"){
validate58.errors = [{instancePath:instancePath+"/related/" + i0+"/file",schemaPath:"#/$defs/related/properties/file/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid3 = _errs24 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data8.line !== undefined){
let data11 = data8.line;
const _errs26 = errors;
if(!(((typeof data11 == "number") && (!(data11 % 1) && !isNaN(data11))) && (isFinite(data11)))){
validate58.errors = [{instancePath:instancePath+"/related/" + i0+"/line",schemaPath:"#/$defs/related/properties/line/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs26){
if((typeof data11 == "number") && (isFinite(data11))){
if(data11 < 1 || isNaN(data11)){
validate58.errors = [{instancePath:instancePath+"/related/" + i0+"/line",schemaPath:"#/$defs/related/properties/line/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"}];
return false;
}
}
}
var valid3 = _errs26 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data8.column !== undefined){
let data12 = data8.column;
const _errs28 = errors;
if(!(((typeof data12 == "number") && (!(data12 % 1) && !isNaN(data12))) && (isFinite(data12)))){
validate58.errors = [{instancePath:instancePath+"/related/" + i0+"/column",schemaPath:"#/$defs/related/properties/column/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs28){
if((typeof data12 == "number") && (isFinite(data12))){
if(data12 < 1 || isNaN(data12)){
validate58.errors = [{instancePath:instancePath+"/related/" + i0+"/column",schemaPath:"#/$defs/related/properties/column/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"}];
return false;
}
}
}
var valid3 = _errs28 === errors;
}
else {
var valid3 = true;
}
}
}
}
}
}
}
else {
validate58.errors = [{instancePath:instancePath+"/related/" + i0,schemaPath:"#/$defs/related/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid1 = _errs18 === errors;
if(!valid1){
break;
}
}
}
else {
validate58.errors = [{instancePath:instancePath+"/related",schemaPath:"#/properties/related/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs16 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
else {
validate58.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate58.errors = vErrors;
return errors === 0;
}
validate58.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate92(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate92.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((((((((((((((((data.formatVersion === undefined) && (missing0 = "formatVersion")) || ((data.kind === undefined) && (missing0 = "kind"))) || ((data.createdAt === undefined) && (missing0 = "createdAt"))) || ((data.expiresAt === undefined) && (missing0 = "expiresAt"))) || ((data.tenantId === undefined) && (missing0 = "tenantId"))) || ((data.filters === undefined) && (missing0 = "filters"))) || ((data.limits === undefined) && (missing0 = "limits"))) || ((data.source === undefined) && (missing0 = "source"))) || ((data.summary === undefined) && (missing0 = "summary"))) || ((data.observations === undefined) && (missing0 = "observations"))) || ((data.envelope === undefined) && (missing0 = "envelope"))) || ((data.apps === undefined) && (missing0 = "apps"))) || ((data.targets === undefined) && (missing0 = "targets"))) || ((data.rollouts === undefined) && (missing0 = "rollouts"))) || ((data.exceptions === undefined) && (missing0 = "exceptions"))) || ((data.rows === undefined) && (missing0 = "rows"))) || ((data.base === undefined) && (missing0 = "base"))) || ((data.proof === undefined) && (missing0 = "proof"))) || ((data.diagnostics === undefined) && (missing0 = "diagnostics"))) || ((data.digest === undefined) && (missing0 = "digest"))){
validate92.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func1.call(schema32.properties, key0))){
validate92.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.formatVersion !== undefined){
let data0 = data.formatVersion;
const _errs2 = errors;
if(typeof data0 !== "string"){
validate92.errors = [{instancePath:instancePath+"/formatVersion",schemaPath:"#/$defs/formatVersion/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if("1.3" !== data0){
validate92.errors = [{instancePath:instancePath+"/formatVersion",schemaPath:"#/$defs/formatVersion/const",keyword:"const",params:{allowedValue: "1.3"},message:"must be equal to constant"}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.kind !== undefined){
let data1 = data.kind;
const _errs5 = errors;
if(typeof data1 !== "string"){
validate92.errors = [{instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if("plan" !== data1){
validate92.errors = [{instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/const",keyword:"const",params:{allowedValue: "plan"},message:"must be equal to constant"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.createdAt !== undefined){
let data2 = data.createdAt;
const _errs7 = errors;
const _errs8 = errors;
if(errors === _errs8){
if(typeof data2 === "string"){
if(!pattern4.test(data2)){
validate92.errors = [{instancePath:instancePath+"/createdAt",schemaPath:"#/$defs/time/pattern",keyword:"pattern",params:{pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$"},message:"must match pattern \""+"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$"+"\""}];
return false;
}
}
else {
validate92.errors = [{instancePath:instancePath+"/createdAt",schemaPath:"#/$defs/time/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.expiresAt !== undefined){
let data3 = data.expiresAt;
const _errs10 = errors;
const _errs11 = errors;
if(errors === _errs11){
if(typeof data3 === "string"){
if(!pattern4.test(data3)){
validate92.errors = [{instancePath:instancePath+"/expiresAt",schemaPath:"#/$defs/time/pattern",keyword:"pattern",params:{pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$"},message:"must match pattern \""+"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$"+"\""}];
return false;
}
}
else {
validate92.errors = [{instancePath:instancePath+"/expiresAt",schemaPath:"#/$defs/time/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.tenantId !== undefined){
let data4 = data.tenantId;
const _errs13 = errors;
if((typeof data4 !== "string") && (data4 !== null)){
validate92.errors = [{instancePath:instancePath+"/tenantId",schemaPath:"#/properties/tenantId/type",keyword:"type",params:{type: schema32.properties.tenantId.type},message:"must be string,null"}];
return false;
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.filters !== undefined){
let data5 = data.filters;
const _errs15 = errors;
const _errs16 = errors;
if(errors === _errs16){
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
let missing1;
if(((data5.apps === undefined) && (missing1 = "apps")) || ((data5.users === undefined) && (missing1 = "users"))){
validate92.errors = [{instancePath:instancePath+"/filters",schemaPath:"#/$defs/filters/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'"}];
return false;
}
else {
const _errs18 = errors;
for(const key1 in data5){
if(!((key1 === "apps") || (key1 === "users"))){
validate92.errors = [{instancePath:instancePath+"/filters",schemaPath:"#/$defs/filters/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs18 === errors){
if(data5.apps !== undefined){
let data6 = data5.apps;
const _errs19 = errors;
if(errors === _errs19){
if(Array.isArray(data6)){
var valid6 = true;
const len0 = data6.length;
for(let i0=0; i0<len0; i0++){
const _errs21 = errors;
if(typeof data6[i0] !== "string"){
validate92.errors = [{instancePath:instancePath+"/filters/apps/" + i0,schemaPath:"#/$defs/filters/properties/apps/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid6 = _errs21 === errors;
if(!valid6){
break;
}
}
}
else {
validate92.errors = [{instancePath:instancePath+"/filters/apps",schemaPath:"#/$defs/filters/properties/apps/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid5 = _errs19 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data5.users !== undefined){
let data8 = data5.users;
const _errs23 = errors;
if(errors === _errs23){
if(Array.isArray(data8)){
var valid7 = true;
const len1 = data8.length;
for(let i1=0; i1<len1; i1++){
const _errs25 = errors;
if(typeof data8[i1] !== "string"){
validate92.errors = [{instancePath:instancePath+"/filters/users/" + i1,schemaPath:"#/$defs/filters/properties/users/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid7 = _errs25 === errors;
if(!valid7){
break;
}
}
}
else {
validate92.errors = [{instancePath:instancePath+"/filters/users",schemaPath:"#/$defs/filters/properties/users/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid5 = _errs23 === errors;
}
else {
var valid5 = true;
}
}
}
}
}
else {
validate92.errors = [{instancePath:instancePath+"/filters",schemaPath:"#/$defs/filters/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.limits !== undefined){
const _errs27 = errors;
if(!(validate22(data.limits, {instancePath:instancePath+"/limits",parentData:data,parentDataProperty:"limits",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate22.errors : vErrors.concat(validate22.errors);
errors = vErrors.length;
}
var valid0 = _errs27 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.source !== undefined){
let data11 = data.source;
const _errs28 = errors;
const _errs29 = errors;
if(errors === _errs29){
if(data11 && typeof data11 == "object" && !Array.isArray(data11)){
let missing2;
if((((data11.path === undefined) && (missing2 = "path")) || ((data11.commit === undefined) && (missing2 = "commit"))) || ((data11.digest === undefined) && (missing2 = "digest"))){
validate92.errors = [{instancePath:instancePath+"/source",schemaPath:"#/$defs/source/required",keyword:"required",params:{missingProperty: missing2},message:"must have required property '"+missing2+"'"}];
return false;
}
else {
const _errs31 = errors;
for(const key2 in data11){
if(!(((key2 === "path") || (key2 === "commit")) || (key2 === "digest"))){
validate92.errors = [{instancePath:instancePath+"/source",schemaPath:"#/$defs/source/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs31 === errors){
if(data11.path !== undefined){
const _errs32 = errors;
if(typeof data11.path !== "string"){
validate92.errors = [{instancePath:instancePath+"/source/path",schemaPath:"#/$defs/source/properties/path/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid9 = _errs32 === errors;
}
else {
var valid9 = true;
}
if(valid9){
if(data11.commit !== undefined){
let data13 = data11.commit;
const _errs34 = errors;
if((typeof data13 !== "string") && (data13 !== null)){
validate92.errors = [{instancePath:instancePath+"/source/commit",schemaPath:"#/$defs/source/properties/commit/type",keyword:"type",params:{type: schema41.properties.commit.type},message:"must be string,null"}];
return false;
}
var valid9 = _errs34 === errors;
}
else {
var valid9 = true;
}
if(valid9){
if(data11.digest !== undefined){
let data14 = data11.digest;
const _errs36 = errors;
if(errors === _errs36){
if(typeof data14 === "string"){
if(!pattern9.test(data14)){
validate92.errors = [{instancePath:instancePath+"/source/digest",schemaPath:"#/$defs/source/properties/digest/pattern",keyword:"pattern",params:{pattern: "^sha256:[0-9a-f]{64}$"},message:"must match pattern \""+"^sha256:[0-9a-f]{64}$"+"\""}];
return false;
}
}
else {
validate92.errors = [{instancePath:instancePath+"/source/digest",schemaPath:"#/$defs/source/properties/digest/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid9 = _errs36 === errors;
}
else {
var valid9 = true;
}
}
}
}
}
}
else {
validate92.errors = [{instancePath:instancePath+"/source",schemaPath:"#/$defs/source/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs28 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.summary !== undefined){
const _errs38 = errors;
if(!(validate24(data.summary, {instancePath:instancePath+"/summary",parentData:data,parentDataProperty:"summary",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate24.errors : vErrors.concat(validate24.errors);
errors = vErrors.length;
}
var valid0 = _errs38 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.observations !== undefined){
const _errs39 = errors;
if(!(validate26(data.observations, {instancePath:instancePath+"/observations",parentData:data,parentDataProperty:"observations",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate26.errors : vErrors.concat(validate26.errors);
errors = vErrors.length;
}
var valid0 = _errs39 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.envelope !== undefined){
const _errs40 = errors;
if(!(validate28(data.envelope, {instancePath:instancePath+"/envelope",parentData:data,parentDataProperty:"envelope",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate28.errors : vErrors.concat(validate28.errors);
errors = vErrors.length;
}
var valid0 = _errs40 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.apps !== undefined){
let data18 = data.apps;
const _errs41 = errors;
if(errors === _errs41){
if(Array.isArray(data18)){
var valid10 = true;
const len2 = data18.length;
for(let i2=0; i2<len2; i2++){
const _errs43 = errors;
if(!(validate30(data18[i2], {instancePath:instancePath+"/apps/" + i2,parentData:data18,parentDataProperty:i2,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate30.errors : vErrors.concat(validate30.errors);
errors = vErrors.length;
}
var valid10 = _errs43 === errors;
if(!valid10){
break;
}
}
}
else {
validate92.errors = [{instancePath:instancePath+"/apps",schemaPath:"#/properties/apps/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs41 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.targets !== undefined){
let data20 = data.targets;
const _errs44 = errors;
if(errors === _errs44){
if(Array.isArray(data20)){
var valid11 = true;
const len3 = data20.length;
for(let i3=0; i3<len3; i3++){
const _errs46 = errors;
if(!(validate36(data20[i3], {instancePath:instancePath+"/targets/" + i3,parentData:data20,parentDataProperty:i3,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate36.errors : vErrors.concat(validate36.errors);
errors = vErrors.length;
}
var valid11 = _errs46 === errors;
if(!valid11){
break;
}
}
}
else {
validate92.errors = [{instancePath:instancePath+"/targets",schemaPath:"#/properties/targets/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs44 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.rollouts !== undefined){
let data22 = data.rollouts;
const _errs47 = errors;
if(errors === _errs47){
if(Array.isArray(data22)){
var valid12 = true;
const len4 = data22.length;
for(let i4=0; i4<len4; i4++){
const _errs49 = errors;
if(!(validate38(data22[i4], {instancePath:instancePath+"/rollouts/" + i4,parentData:data22,parentDataProperty:i4,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate38.errors : vErrors.concat(validate38.errors);
errors = vErrors.length;
}
var valid12 = _errs49 === errors;
if(!valid12){
break;
}
}
}
else {
validate92.errors = [{instancePath:instancePath+"/rollouts",schemaPath:"#/properties/rollouts/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs47 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.exceptions !== undefined){
let data24 = data.exceptions;
const _errs50 = errors;
if(errors === _errs50){
if(Array.isArray(data24)){
var valid13 = true;
const len5 = data24.length;
for(let i5=0; i5<len5; i5++){
const _errs52 = errors;
if(!(validate42(data24[i5], {instancePath:instancePath+"/exceptions/" + i5,parentData:data24,parentDataProperty:i5,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate42.errors : vErrors.concat(validate42.errors);
errors = vErrors.length;
}
var valid13 = _errs52 === errors;
if(!valid13){
break;
}
}
}
else {
validate92.errors = [{instancePath:instancePath+"/exceptions",schemaPath:"#/properties/exceptions/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs50 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.rows !== undefined){
let data26 = data.rows;
const _errs53 = errors;
if(errors === _errs53){
if(Array.isArray(data26)){
var valid14 = true;
const len6 = data26.length;
for(let i6=0; i6<len6; i6++){
const _errs55 = errors;
if(!(validate44(data26[i6], {instancePath:instancePath+"/rows/" + i6,parentData:data26,parentDataProperty:i6,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate44.errors : vErrors.concat(validate44.errors);
errors = vErrors.length;
}
var valid14 = _errs55 === errors;
if(!valid14){
break;
}
}
}
else {
validate92.errors = [{instancePath:instancePath+"/rows",schemaPath:"#/properties/rows/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs53 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.base !== undefined){
let data28 = data.base;
const _errs56 = errors;
const _errs57 = errors;
let valid15 = false;
const _errs58 = errors;
if(!(validate52(data28, {instancePath:instancePath+"/base",parentData:data,parentDataProperty:"base",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate52.errors : vErrors.concat(validate52.errors);
errors = vErrors.length;
}
var _valid0 = _errs58 === errors;
valid15 = valid15 || _valid0;
const _errs59 = errors;
if(data28 !== null){
const err0 = {instancePath:instancePath+"/base",schemaPath:"#/properties/base/anyOf/1/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
var _valid0 = _errs59 === errors;
valid15 = valid15 || _valid0;
if(!valid15){
const err1 = {instancePath:instancePath+"/base",schemaPath:"#/properties/base/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
validate92.errors = vErrors;
return false;
}
else {
errors = _errs57;
if(vErrors !== null){
if(_errs57){
vErrors.length = _errs57;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs56 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.proof !== undefined){
let data29 = data.proof;
const _errs61 = errors;
if((!(Array.isArray(data29))) && (data29 !== null)){
validate92.errors = [{instancePath:instancePath+"/proof",schemaPath:"#/properties/proof/type",keyword:"type",params:{type: schema32.properties.proof.type},message:"must be array,null"}];
return false;
}
if(errors === _errs61){
if(Array.isArray(data29)){
var valid16 = true;
const len7 = data29.length;
for(let i7=0; i7<len7; i7++){
let data30 = data29[i7];
const _errs63 = errors;
const _errs64 = errors;
if(errors === _errs64){
if(data30 && typeof data30 == "object" && !Array.isArray(data30)){
let missing3;
if((((data30.claim === undefined) && (missing3 = "claim")) || ((data30.holds === undefined) && (missing3 = "holds"))) || ((data30.counterexamples === undefined) && (missing3 = "counterexamples"))){
validate92.errors = [{instancePath:instancePath+"/proof/" + i7,schemaPath:"#/$defs/statement/required",keyword:"required",params:{missingProperty: missing3},message:"must have required property '"+missing3+"'"}];
return false;
}
else {
const _errs66 = errors;
for(const key3 in data30){
if(!(((key3 === "claim") || (key3 === "holds")) || (key3 === "counterexamples"))){
validate92.errors = [{instancePath:instancePath+"/proof/" + i7,schemaPath:"#/$defs/statement/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs66 === errors){
if(data30.claim !== undefined){
const _errs67 = errors;
if(typeof data30.claim !== "string"){
validate92.errors = [{instancePath:instancePath+"/proof/" + i7+"/claim",schemaPath:"#/$defs/statement/properties/claim/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid18 = _errs67 === errors;
}
else {
var valid18 = true;
}
if(valid18){
if(data30.holds !== undefined){
const _errs69 = errors;
if(typeof data30.holds !== "boolean"){
validate92.errors = [{instancePath:instancePath+"/proof/" + i7+"/holds",schemaPath:"#/$defs/statement/properties/holds/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid18 = _errs69 === errors;
}
else {
var valid18 = true;
}
if(valid18){
if(data30.counterexamples !== undefined){
let data33 = data30.counterexamples;
const _errs71 = errors;
if(errors === _errs71){
if(Array.isArray(data33)){
var valid19 = true;
const len8 = data33.length;
for(let i8=0; i8<len8; i8++){
const _errs73 = errors;
if(typeof data33[i8] !== "string"){
validate92.errors = [{instancePath:instancePath+"/proof/" + i7+"/counterexamples/" + i8,schemaPath:"#/$defs/statement/properties/counterexamples/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid19 = _errs73 === errors;
if(!valid19){
break;
}
}
}
else {
validate92.errors = [{instancePath:instancePath+"/proof/" + i7+"/counterexamples",schemaPath:"#/$defs/statement/properties/counterexamples/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid18 = _errs71 === errors;
}
else {
var valid18 = true;
}
}
}
}
}
}
else {
validate92.errors = [{instancePath:instancePath+"/proof/" + i7,schemaPath:"#/$defs/statement/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid16 = _errs63 === errors;
if(!valid16){
break;
}
}
}
}
var valid0 = _errs61 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.diagnostics !== undefined){
let data35 = data.diagnostics;
const _errs75 = errors;
if(errors === _errs75){
if(Array.isArray(data35)){
var valid20 = true;
const len9 = data35.length;
for(let i9=0; i9<len9; i9++){
const _errs77 = errors;
if(!(validate58(data35[i9], {instancePath:instancePath+"/diagnostics/" + i9,parentData:data35,parentDataProperty:i9,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate58.errors : vErrors.concat(validate58.errors);
errors = vErrors.length;
}
var valid20 = _errs77 === errors;
if(!valid20){
break;
}
}
}
else {
validate92.errors = [{instancePath:instancePath+"/diagnostics",schemaPath:"#/properties/diagnostics/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs75 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.digest !== undefined){
let data37 = data.digest;
const _errs78 = errors;
const _errs79 = errors;
if(errors === _errs79){
if(typeof data37 === "string"){
if(!pattern9.test(data37)){
validate92.errors = [{instancePath:instancePath+"/digest",schemaPath:"#/$defs/digest/pattern",keyword:"pattern",params:{pattern: "^sha256:[0-9a-f]{64}$"},message:"must match pattern \""+"^sha256:[0-9a-f]{64}$"+"\""}];
return false;
}
}
else {
validate92.errors = [{instancePath:instancePath+"/digest",schemaPath:"#/$defs/digest/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs78 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate92.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate92.errors = vErrors;
return errors === 0;
}
validate92.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

exports.isRow = validate104;

function validate104(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate104.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((((((((data.user === undefined) && (missing0 = "user")) || ((data.app === undefined) && (missing0 = "app"))) || ((data.desired === undefined) && (missing0 = "desired"))) || ((data.observed === undefined) && (missing0 = "observed"))) || ((data.drift === undefined) && (missing0 = "drift"))) || ((data.verdict === undefined) && (missing0 = "verdict"))) || ((data.action === undefined) && (missing0 = "action"))) || ((data.reason === undefined) && (missing0 = "reason"))) || ((data.detail === undefined) && (missing0 = "detail"))) || ((data.move === undefined) && (missing0 = "move"))) || ((data.consent === undefined) && (missing0 = "consent"))) || ((data.sources === undefined) && (missing0 = "sources"))){
validate104.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func1.call(schema70.properties, key0))){
validate104.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.user !== undefined){
let data0 = data.user;
const _errs2 = errors;
const _errs3 = errors;
if(errors === _errs3){
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
let missing1;
if((((data0.id === undefined) && (missing1 = "id")) || ((data0.userPrincipalName === undefined) && (missing1 = "userPrincipalName"))) || ((data0.asWritten === undefined) && (missing1 = "asWritten"))){
validate104.errors = [{instancePath:instancePath+"/user",schemaPath:"#/$defs/user/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'"}];
return false;
}
else {
const _errs5 = errors;
for(const key1 in data0){
if(!(((key1 === "id") || (key1 === "userPrincipalName")) || (key1 === "asWritten"))){
validate104.errors = [{instancePath:instancePath+"/user",schemaPath:"#/$defs/user/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs5 === errors){
if(data0.id !== undefined){
let data1 = data0.id;
const _errs6 = errors;
if((typeof data1 !== "string") && (data1 !== null)){
validate104.errors = [{instancePath:instancePath+"/user/id",schemaPath:"#/$defs/user/properties/id/type",keyword:"type",params:{type: schema71.properties.id.type},message:"must be string,null"}];
return false;
}
var valid2 = _errs6 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data0.userPrincipalName !== undefined){
let data2 = data0.userPrincipalName;
const _errs8 = errors;
if((typeof data2 !== "string") && (data2 !== null)){
validate104.errors = [{instancePath:instancePath+"/user/userPrincipalName",schemaPath:"#/$defs/user/properties/userPrincipalName/type",keyword:"type",params:{type: schema71.properties.userPrincipalName.type},message:"must be string,null"}];
return false;
}
var valid2 = _errs8 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data0.asWritten !== undefined){
const _errs10 = errors;
if(typeof data0.asWritten !== "string"){
validate104.errors = [{instancePath:instancePath+"/user/asWritten",schemaPath:"#/$defs/user/properties/asWritten/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid2 = _errs10 === errors;
}
else {
var valid2 = true;
}
}
}
}
}
}
else {
validate104.errors = [{instancePath:instancePath+"/user",schemaPath:"#/$defs/user/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.app !== undefined){
const _errs12 = errors;
if(typeof data.app !== "string"){
validate104.errors = [{instancePath:instancePath+"/app",schemaPath:"#/properties/app/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.desired !== undefined){
let data5 = data.desired;
const _errs14 = errors;
const _errs15 = errors;
let valid3 = false;
let passing0 = null;
const _errs16 = errors;
const _errs17 = errors;
if(errors === _errs17){
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
let missing2;
if(((data5.ensure === undefined) && (missing2 = "ensure")) || ((data5.version === undefined) && (missing2 = "version"))){
const err0 = {instancePath:instancePath+"/desired",schemaPath:"#/$defs/desired/required",keyword:"required",params:{missingProperty: missing2},message:"must have required property '"+missing2+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
else {
const _errs19 = errors;
for(const key2 in data5){
if(!((key2 === "ensure") || (key2 === "version"))){
const err1 = {instancePath:instancePath+"/desired",schemaPath:"#/$defs/desired/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
break;
}
}
if(_errs19 === errors){
if(data5.ensure !== undefined){
let data6 = data5.ensure;
const _errs20 = errors;
if(typeof data6 !== "string"){
const err2 = {instancePath:instancePath+"/desired/ensure",schemaPath:"#/$defs/desired/properties/ensure/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(!((((data6 === "upgraded") || (data6 === "installed")) || (data6 === "absent")) || (data6 === "leave"))){
const err3 = {instancePath:instancePath+"/desired/ensure",schemaPath:"#/$defs/desired/properties/ensure/enum",keyword:"enum",params:{allowedValues: schema72.properties.ensure.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
var valid5 = _errs20 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data5.version !== undefined){
let data7 = data5.version;
const _errs22 = errors;
if((typeof data7 !== "string") && (data7 !== null)){
const err4 = {instancePath:instancePath+"/desired/version",schemaPath:"#/$defs/desired/properties/version/type",keyword:"type",params:{type: schema72.properties.version.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
var valid5 = _errs22 === errors;
}
else {
var valid5 = true;
}
}
}
}
}
else {
const err5 = {instancePath:instancePath+"/desired",schemaPath:"#/$defs/desired/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
var _valid0 = _errs16 === errors;
if(_valid0){
valid3 = true;
passing0 = 0;
}
const _errs24 = errors;
if(data5 !== null){
const err6 = {instancePath:instancePath+"/desired",schemaPath:"#/properties/desired/oneOf/1/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
var _valid0 = _errs24 === errors;
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
const err7 = {instancePath:instancePath+"/desired",schemaPath:"#/properties/desired/oneOf",keyword:"oneOf",params:{passingSchemas: passing0},message:"must match exactly one schema in oneOf"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
validate104.errors = vErrors;
return false;
}
else {
errors = _errs15;
if(vErrors !== null){
if(_errs15){
vErrors.length = _errs15;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.observed !== undefined){
const _errs26 = errors;
if(!(validate45(data.observed, {instancePath:instancePath+"/observed",parentData:data,parentDataProperty:"observed",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate45.errors : vErrors.concat(validate45.errors);
errors = vErrors.length;
}
var valid0 = _errs26 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.drift !== undefined){
let data9 = data.drift;
const _errs27 = errors;
if(errors === _errs27){
if(Array.isArray(data9)){
var valid6 = true;
const len0 = data9.length;
for(let i0=0; i0<len0; i0++){
let data10 = data9[i0];
const _errs29 = errors;
if(typeof data10 !== "string"){
validate104.errors = [{instancePath:instancePath+"/drift/" + i0,schemaPath:"#/$defs/driftFact/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((((((((((data10 === "missing") || (data10 === "outdated")) || (data10 === "ahead")) || (data10 === "old-copy")) || (data10 === "unwanted")) || (data10 === "unknown")) || (data10 === "consent-not-approved")) || (data10 === "consent-narrower")) || (data10 === "consent-wider")) || (data10 === "denied-version"))){
validate104.errors = [{instancePath:instancePath+"/drift/" + i0,schemaPath:"#/$defs/driftFact/enum",keyword:"enum",params:{allowedValues: schema68.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid6 = _errs29 === errors;
if(!valid6){
break;
}
}
if(valid6){
let i1 = data9.length;
let j0;
if(i1 > 1){
outer0:
for(;i1--;){
for(j0 = i1; j0--;){
if(func0(data9[i1], data9[j0])){
validate104.errors = [{instancePath:instancePath+"/drift",schemaPath:"#/properties/drift/uniqueItems",keyword:"uniqueItems",params:{i: i1, j: j0},message:"must NOT have duplicate items (items ## "+j0+" and "+i1+" are identical)"}];
return false;
break outer0;
}
}
}
}
}
}
else {
validate104.errors = [{instancePath:instancePath+"/drift",schemaPath:"#/properties/drift/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs27 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.verdict !== undefined){
let data11 = data.verdict;
const _errs32 = errors;
if(typeof data11 !== "string"){
validate104.errors = [{instancePath:instancePath+"/verdict",schemaPath:"#/$defs/verdict/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((((data11 === "nothing") || (data11 === "act")) || (data11 === "held")) || (data11 === "blocked"))){
validate104.errors = [{instancePath:instancePath+"/verdict",schemaPath:"#/$defs/verdict/enum",keyword:"enum",params:{allowedValues: schema80.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid0 = _errs32 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.action !== undefined){
let data12 = data.action;
const _errs35 = errors;
const _errs36 = errors;
let valid10 = false;
let passing1 = null;
const _errs37 = errors;
if(typeof data12 !== "string"){
const err8 = {instancePath:instancePath+"/action",schemaPath:"#/$defs/action/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(!(((((data12 === "install") || (data12 === "upgrade")) || (data12 === "uninstall")) || (data12 === "replace")) || (data12 === "reinstall"))){
const err9 = {instancePath:instancePath+"/action",schemaPath:"#/$defs/action/enum",keyword:"enum",params:{allowedValues: schema81.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
var _valid1 = _errs37 === errors;
if(_valid1){
valid10 = true;
passing1 = 0;
}
const _errs40 = errors;
if(data12 !== null){
const err10 = {instancePath:instancePath+"/action",schemaPath:"#/properties/action/oneOf/1/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
var _valid1 = _errs40 === errors;
if(_valid1 && valid10){
valid10 = false;
passing1 = [passing1, 1];
}
else {
if(_valid1){
valid10 = true;
passing1 = 1;
}
}
if(!valid10){
const err11 = {instancePath:instancePath+"/action",schemaPath:"#/properties/action/oneOf",keyword:"oneOf",params:{passingSchemas: passing1},message:"must match exactly one schema in oneOf"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
validate104.errors = vErrors;
return false;
}
else {
errors = _errs36;
if(vErrors !== null){
if(_errs36){
vErrors.length = _errs36;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs35 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.reason !== undefined){
let data13 = data.reason;
const _errs42 = errors;
const _errs43 = errors;
let valid12 = false;
let passing2 = null;
const _errs44 = errors;
if(typeof data13 !== "string"){
const err12 = {instancePath:instancePath+"/reason",schemaPath:"#/$defs/reason/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(!(((((((((((((((((((((((((((((((((((((((((((((((((((((data13 === "conflicting-assignments") || (data13 === "targets-unreadable")) || (data13 === "user-not-found")) || (data13 === "user-not-eligible")) || (data13 === "left-alone")) || (data13 === "not-applicable")) || (data13 === "unreadable")) || (data13 === "installations-refused")) || (data13 === "installations-hidden")) || (data13 === "not-read-yet")) || (data13 === "other-copy-installed")) || (data13 === "not-installed")) || (data13 === "in-sync")) || (data13 === "newer-than-offered")) || (data13 === "version-not-comparable")) || (data13 === "catalog-unreadable")) || (data13 === "app-not-in-catalog")) || (data13 === "app-ambiguous")) || (data13 === "nothing-published")) || (data13 === "cannot-downgrade")) || (data13 === "version-past-range")) || (data13 === "version-not-offered")) || (data13 === "denied-version")) || (data13 === "permissions-unknown")) || (data13 === "identity-not-approved")) || (data13 === "definition-not-locked")) || (data13 === "permissions-not-approved")) || (data13 === "consent-not-approved")) || (data13 === "replaces-managed-app")) || (data13 === "unproved")) || (data13 === "suspended")) || (data13 === "excepted")) || (data13 === "frozen")) || (data13 === "protected")) || (data13 === "reinstall-without-store")) || (data13 === "protected-unresolved")) || (data13 === "settling")) || (data13 === "backing-off")) || (data13 === "removal-limit")) || (data13 === "change-limit")) || (data13 === "rollout-halted")) || (data13 === "rollout-expired")) || (data13 === "rollout-without-store")) || (data13 === "not-aged")) || (data13 === "next-ring")) || (data13 === "soaking")) || (data13 === "gate-pending")) || (data13 === "gate-unreadable")) || (data13 === "next-day")) || (data13 === "next-run")) || (data13 === "outside-window")) || (data13 === "not-in-plan")) || (data13 === "outside-envelope"))){
const err13 = {instancePath:instancePath+"/reason",schemaPath:"#/$defs/reason/enum",keyword:"enum",params:{allowedValues: schema82.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
var _valid2 = _errs44 === errors;
if(_valid2){
valid12 = true;
passing2 = 0;
}
const _errs47 = errors;
if(data13 !== null){
const err14 = {instancePath:instancePath+"/reason",schemaPath:"#/properties/reason/oneOf/1/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
var _valid2 = _errs47 === errors;
if(_valid2 && valid12){
valid12 = false;
passing2 = [passing2, 1];
}
else {
if(_valid2){
valid12 = true;
passing2 = 1;
}
}
if(!valid12){
const err15 = {instancePath:instancePath+"/reason",schemaPath:"#/properties/reason/oneOf",keyword:"oneOf",params:{passingSchemas: passing2},message:"must match exactly one schema in oneOf"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
validate104.errors = vErrors;
return false;
}
else {
errors = _errs43;
if(vErrors !== null){
if(_errs43){
vErrors.length = _errs43;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs42 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.detail !== undefined){
let data14 = data.detail;
const _errs49 = errors;
if((typeof data14 !== "string") && (data14 !== null)){
validate104.errors = [{instancePath:instancePath+"/detail",schemaPath:"#/properties/detail/type",keyword:"type",params:{type: schema70.properties.detail.type},message:"must be string,null"}];
return false;
}
var valid0 = _errs49 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.move !== undefined){
let data15 = data.move;
const _errs51 = errors;
if(typeof data15 !== "string"){
validate104.errors = [{instancePath:instancePath+"/move",schemaPath:"#/$defs/move/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!(((((((data15 === "none") || (data15 === "trueup")) || (data15 === "permission-owner")) || (data15 === "app-owner")) || (data15 === "assignment-owner")) || (data15 === "teams-admin")) || (data15 === "directory-admin"))){
validate104.errors = [{instancePath:instancePath+"/move",schemaPath:"#/$defs/move/enum",keyword:"enum",params:{allowedValues: schema83.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid0 = _errs51 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.consent !== undefined){
let data16 = data.consent;
const _errs54 = errors;
if(errors === _errs54){
if(Array.isArray(data16)){
var valid15 = true;
const len1 = data16.length;
for(let i2=0; i2<len1; i2++){
let data17 = data16[i2];
const _errs56 = errors;
const _errs57 = errors;
if(errors === _errs57){
if(data17 && typeof data17 == "object" && !Array.isArray(data17)){
let missing3;
if(((data17.value === undefined) && (missing3 = "value")) || ((data17.type === undefined) && (missing3 = "type"))){
validate104.errors = [{instancePath:instancePath+"/consent/" + i2,schemaPath:"#/$defs/permission/required",keyword:"required",params:{missingProperty: missing3},message:"must have required property '"+missing3+"'"}];
return false;
}
else {
const _errs59 = errors;
for(const key3 in data17){
if(!((key3 === "value") || (key3 === "type"))){
validate104.errors = [{instancePath:instancePath+"/consent/" + i2,schemaPath:"#/$defs/permission/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs59 === errors){
if(data17.value !== undefined){
const _errs60 = errors;
if(typeof data17.value !== "string"){
validate104.errors = [{instancePath:instancePath+"/consent/" + i2+"/value",schemaPath:"#/$defs/permission/properties/value/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid17 = _errs60 === errors;
}
else {
var valid17 = true;
}
if(valid17){
if(data17.type !== undefined){
let data19 = data17.type;
const _errs62 = errors;
if(typeof data19 !== "string"){
validate104.errors = [{instancePath:instancePath+"/consent/" + i2+"/type",schemaPath:"#/$defs/permission/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((data19 === "application") || (data19 === "delegated"))){
validate104.errors = [{instancePath:instancePath+"/consent/" + i2+"/type",schemaPath:"#/$defs/permission/properties/type/enum",keyword:"enum",params:{allowedValues: schema52.properties.type.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid17 = _errs62 === errors;
}
else {
var valid17 = true;
}
}
}
}
}
else {
validate104.errors = [{instancePath:instancePath+"/consent/" + i2,schemaPath:"#/$defs/permission/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid15 = _errs56 === errors;
if(!valid15){
break;
}
}
}
else {
validate104.errors = [{instancePath:instancePath+"/consent",schemaPath:"#/properties/consent/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs54 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.sources !== undefined){
let data20 = data.sources;
const _errs64 = errors;
if(errors === _errs64){
if(Array.isArray(data20)){
var valid18 = true;
const len2 = data20.length;
for(let i3=0; i3<len2; i3++){
let data21 = data20[i3];
const _errs66 = errors;
const _errs67 = errors;
if(errors === _errs67){
if(data21 && typeof data21 == "object" && !Array.isArray(data21)){
let missing4;
if(((data21.file === undefined) && (missing4 = "file")) || ((data21.line === undefined) && (missing4 = "line"))){
validate104.errors = [{instancePath:instancePath+"/sources/" + i3,schemaPath:"#/$defs/place/required",keyword:"required",params:{missingProperty: missing4},message:"must have required property '"+missing4+"'"}];
return false;
}
else {
const _errs69 = errors;
for(const key4 in data21){
if(!((key4 === "file") || (key4 === "line"))){
validate104.errors = [{instancePath:instancePath+"/sources/" + i3,schemaPath:"#/$defs/place/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs69 === errors){
if(data21.file !== undefined){
const _errs70 = errors;
if(typeof data21.file !== "string"){
validate104.errors = [{instancePath:instancePath+"/sources/" + i3+"/file",schemaPath:"#/$defs/place/properties/file/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid20 = _errs70 === errors;
}
else {
var valid20 = true;
}
if(valid20){
if(data21.line !== undefined){
let data23 = data21.line;
const _errs72 = errors;
if(!(((typeof data23 == "number") && (!(data23 % 1) && !isNaN(data23))) && (isFinite(data23)))){
validate104.errors = [{instancePath:instancePath+"/sources/" + i3+"/line",schemaPath:"#/$defs/place/properties/line/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs72){
if((typeof data23 == "number") && (isFinite(data23))){
if(data23 < 1 || isNaN(data23)){
validate104.errors = [{instancePath:instancePath+"/sources/" + i3+"/line",schemaPath:"#/$defs/place/properties/line/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"}];
return false;
}
}
}
var valid20 = _errs72 === errors;
}
else {
var valid20 = true;
}
}
}
}
}
else {
validate104.errors = [{instancePath:instancePath+"/sources/" + i3,schemaPath:"#/$defs/place/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid18 = _errs66 === errors;
if(!valid18){
break;
}
}
}
else {
validate104.errors = [{instancePath:instancePath+"/sources",schemaPath:"#/properties/sources/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs64 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.because !== undefined){
let data24 = data.because;
const _errs74 = errors;
if(!(((data24 === "change") || (data24 === "drift")) || (data24 === null))){
validate104.errors = [{instancePath:instancePath+"/because",schemaPath:"#/properties/because/enum",keyword:"enum",params:{allowedValues: schema70.properties.because.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid0 = _errs74 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.replaced !== undefined){
let data25 = data.replaced;
const _errs75 = errors;
const _errs76 = errors;
if(errors === _errs76){
if(data25 && typeof data25 == "object" && !Array.isArray(data25)){
let missing5;
if((((data25.id === undefined) && (missing5 = "id")) || ((data25.installationId === undefined) && (missing5 = "installationId"))) || ((data25.version === undefined) && (missing5 = "version"))){
validate104.errors = [{instancePath:instancePath+"/replaced",schemaPath:"#/$defs/oldCopy/required",keyword:"required",params:{missingProperty: missing5},message:"must have required property '"+missing5+"'"}];
return false;
}
else {
const _errs78 = errors;
for(const key5 in data25){
if(!(((key5 === "id") || (key5 === "installationId")) || (key5 === "version"))){
validate104.errors = [{instancePath:instancePath+"/replaced",schemaPath:"#/$defs/oldCopy/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs78 === errors){
if(data25.id !== undefined){
const _errs79 = errors;
if(typeof data25.id !== "string"){
validate104.errors = [{instancePath:instancePath+"/replaced/id",schemaPath:"#/$defs/oldCopy/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid22 = _errs79 === errors;
}
else {
var valid22 = true;
}
if(valid22){
if(data25.installationId !== undefined){
const _errs81 = errors;
if(typeof data25.installationId !== "string"){
validate104.errors = [{instancePath:instancePath+"/replaced/installationId",schemaPath:"#/$defs/oldCopy/properties/installationId/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid22 = _errs81 === errors;
}
else {
var valid22 = true;
}
if(valid22){
if(data25.version !== undefined){
let data28 = data25.version;
const _errs83 = errors;
const _errs84 = errors;
let valid23 = false;
const _errs85 = errors;
if(typeof data28 !== "string"){
const err16 = {instancePath:instancePath+"/replaced/version",schemaPath:"#/$defs/oldCopy/properties/version/anyOf/0/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
var _valid3 = _errs85 === errors;
valid23 = valid23 || _valid3;
const _errs87 = errors;
if(data28 !== null){
const err17 = {instancePath:instancePath+"/replaced/version",schemaPath:"#/$defs/oldCopy/properties/version/anyOf/1/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
var _valid3 = _errs87 === errors;
valid23 = valid23 || _valid3;
if(!valid23){
const err18 = {instancePath:instancePath+"/replaced/version",schemaPath:"#/$defs/oldCopy/properties/version/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
validate104.errors = vErrors;
return false;
}
else {
errors = _errs84;
if(vErrors !== null){
if(_errs84){
vErrors.length = _errs84;
}
else {
vErrors = null;
}
}
}
var valid22 = _errs83 === errors;
}
else {
var valid22 = true;
}
}
}
}
}
}
else {
validate104.errors = [{instancePath:instancePath+"/replaced",schemaPath:"#/$defs/oldCopy/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs75 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.wayOut !== undefined){
const _errs89 = errors;
if(!(validate49(data.wayOut, {instancePath:instancePath+"/wayOut",parentData:data,parentDataProperty:"wayOut",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate49.errors : vErrors.concat(validate49.errors);
errors = vErrors.length;
}
var valid0 = _errs89 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate104.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate104.errors = vErrors;
return errors === 0;
}
validate104.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};
