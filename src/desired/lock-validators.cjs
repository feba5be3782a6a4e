// Made from schemas/lock.schema.json by `npm run generate`; do not edit.
"use strict";
exports.isLock = validate20;
const schema31 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"urn:trueup:lock:v1","title":"TrueUp lock","description":"Which definition of each app was reviewed. trueup lock writes the file trueup.lock beside the desired state; docs/lock.md tells of it.","type":"object","additionalProperties":false,"required":["lockVersion","tenant","apps"],"properties":{"lockVersion":{"description":"The version of this format.","const":1},"tenant":{"description":"The tenant whose catalog the definitions were seen in; null where it could not be told.","oneOf":[{"$ref":"#/$defs/objectId"},{"type":"null"}]},"apps":{"description":"By the name of the app in the desired state, sorted.","type":"object","propertyNames":{"$ref":"#/$defs/appName"},"additionalProperties":{"$ref":"#/$defs/lockedApp"}}},"$defs":{"objectId":{"type":"string","pattern":"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"},"appName":{"type":"string","pattern":"^[a-z0-9][a-z0-9-]*$"},"permissionName":{"type":"string","pattern":"^[A-Za-z][A-Za-z0-9.-]*$"},"definitionDigest":{"type":"string","pattern":"^sha256:[0-9a-f]{64}$"},"time":{"type":"string","pattern":"^[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,3})?Z$"},"lockedApp":{"type":"object","additionalProperties":false,"required":["catalogId","version","clientAppId","permissions","bot","digest","firstSeen"],"properties":{"catalogId":{"description":"Graph: teamsApp.id.","$ref":"#/$defs/objectId"},"version":{"description":"As the catalog spells it.","type":"string","minLength":1,"maxLength":256},"clientAppId":{"description":"The id of the Entra application that gets the consent; null where none does.","oneOf":[{"$ref":"#/$defs/objectId"},{"type":"null"}]},"permissions":{"description":"What the definition requires, sorted by name and type.","type":"array","items":{"type":"object","additionalProperties":false,"required":["value","type"],"properties":{"value":{"$ref":"#/$defs/permissionName"},"type":{"enum":["application","delegated"]}}}},"bot":{"description":"Whether the definition holds a bot.","type":"boolean"},"digest":{"description":"SHA-256 over version, clientAppId, permissions and bot, so that none of them can be changed by hand unseen.","$ref":"#/$defs/definitionDigest"},"firstSeen":{"description":"When the definition was first seen, in UTC.","$ref":"#/$defs/time"}}}}};
const schema32 = {"type":"string","pattern":"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"};
const schema33 = {"type":"string","pattern":"^[a-z0-9][a-z0-9-]*$"};
const pattern4 = new RegExp("^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$", "u");
const pattern5 = new RegExp("^[a-z0-9][a-z0-9-]*$", "u");
const schema34 = {"type":"object","additionalProperties":false,"required":["catalogId","version","clientAppId","permissions","bot","digest","firstSeen"],"properties":{"catalogId":{"description":"Graph: teamsApp.id.","$ref":"#/$defs/objectId"},"version":{"description":"As the catalog spells it.","type":"string","minLength":1,"maxLength":256},"clientAppId":{"description":"The id of the Entra application that gets the consent; null where none does.","oneOf":[{"$ref":"#/$defs/objectId"},{"type":"null"}]},"permissions":{"description":"What the definition requires, sorted by name and type.","type":"array","items":{"type":"object","additionalProperties":false,"required":["value","type"],"properties":{"value":{"$ref":"#/$defs/permissionName"},"type":{"enum":["application","delegated"]}}}},"bot":{"description":"Whether the definition holds a bot.","type":"boolean"},"digest":{"description":"SHA-256 over version, clientAppId, permissions and bot, so that none of them can be changed by hand unseen.","$ref":"#/$defs/definitionDigest"},"firstSeen":{"description":"When the definition was first seen, in UTC.","$ref":"#/$defs/time"}}};
const schema37 = {"type":"string","pattern":"^[A-Za-z][A-Za-z0-9.-]*$"};
const schema38 = {"type":"string","pattern":"^sha256:[0-9a-f]{64}$"};
const schema39 = {"type":"string","pattern":"^[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,3})?Z$"};
const pattern8 = new RegExp("^[A-Za-z][A-Za-z0-9.-]*$", "u");
const pattern9 = new RegExp("^sha256:[0-9a-f]{64}$", "u");
const pattern10 = new RegExp("^[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,3})?Z$", "u");
const func1 = require("ajv/dist/runtime/ucs2length").default;

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
if(data.catalogId === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "catalogId"},schema:schema34.required,parentSchema:schema34,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.version === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "version"},schema:schema34.required,parentSchema:schema34,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.clientAppId === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "clientAppId"},schema:schema34.required,parentSchema:schema34,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.permissions === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "permissions"},schema:schema34.required,parentSchema:schema34,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.bot === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "bot"},schema:schema34.required,parentSchema:schema34,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data.digest === undefined){
const err5 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "digest"},schema:schema34.required,parentSchema:schema34,data};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data.firstSeen === undefined){
const err6 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "firstSeen"},schema:schema34.required,parentSchema:schema34,data};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
for(const key0 in data){
if(!(((((((key0 === "catalogId") || (key0 === "version")) || (key0 === "clientAppId")) || (key0 === "permissions")) || (key0 === "bot")) || (key0 === "digest")) || (key0 === "firstSeen"))){
const err7 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema34,data};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.catalogId !== undefined){
let data0 = data.catalogId;
if(typeof data0 === "string"){
if(!pattern4.test(data0)){
const err8 = {instancePath:instancePath+"/catalogId",schemaPath:"#/$defs/objectId/pattern",keyword:"pattern",params:{pattern: "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"},schema:"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$",parentSchema:schema32,data:data0};
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
const err9 = {instancePath:instancePath+"/catalogId",schemaPath:"#/$defs/objectId/type",keyword:"type",params:{type: "string"},schema:schema32.type,parentSchema:schema32,data:data0};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.version !== undefined){
let data1 = data.version;
if(typeof data1 === "string"){
if(func1(data1) > 256){
const err10 = {instancePath:instancePath+"/version",schemaPath:"#/properties/version/maxLength",keyword:"maxLength",params:{limit: 256},schema:256,parentSchema:schema34.properties.version,data:data1};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if(func1(data1) < 1){
const err11 = {instancePath:instancePath+"/version",schemaPath:"#/properties/version/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema34.properties.version,data:data1};
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
const err12 = {instancePath:instancePath+"/version",schemaPath:"#/properties/version/type",keyword:"type",params:{type: "string"},schema:schema34.properties.version.type,parentSchema:schema34.properties.version,data:data1};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.clientAppId !== undefined){
let data2 = data.clientAppId;
const _errs8 = errors;
let valid2 = false;
let passing0 = null;
const _errs9 = errors;
if(typeof data2 === "string"){
if(!pattern4.test(data2)){
const err13 = {instancePath:instancePath+"/clientAppId",schemaPath:"#/$defs/objectId/pattern",keyword:"pattern",params:{pattern: "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"},schema:"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$",parentSchema:schema32,data:data2};
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
const err14 = {instancePath:instancePath+"/clientAppId",schemaPath:"#/$defs/objectId/type",keyword:"type",params:{type: "string"},schema:schema32.type,parentSchema:schema32,data:data2};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
var _valid0 = _errs9 === errors;
if(_valid0){
valid2 = true;
passing0 = 0;
}
const _errs12 = errors;
if(data2 !== null){
const err15 = {instancePath:instancePath+"/clientAppId",schemaPath:"#/properties/clientAppId/oneOf/1/type",keyword:"type",params:{type: "null"},schema:schema34.properties.clientAppId.oneOf[1].type,parentSchema:schema34.properties.clientAppId.oneOf[1],data:data2};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
var _valid0 = _errs12 === errors;
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
const err16 = {instancePath:instancePath+"/clientAppId",schemaPath:"#/properties/clientAppId/oneOf",keyword:"oneOf",params:{passingSchemas: passing0},schema:schema34.properties.clientAppId.oneOf,parentSchema:schema34.properties.clientAppId,data:data2};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
else {
errors = _errs8;
if(vErrors !== null){
if(_errs8){
vErrors.length = _errs8;
}
else {
vErrors = null;
}
}
}
}
if(data.permissions !== undefined){
let data3 = data.permissions;
if(Array.isArray(data3)){
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
let data4 = data3[i0];
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
if(data4.value === undefined){
const err17 = {instancePath:instancePath+"/permissions/" + i0,schemaPath:"#/properties/permissions/items/required",keyword:"required",params:{missingProperty: "value"},schema:schema34.properties.permissions.items.required,parentSchema:schema34.properties.permissions.items,data:data4};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if(data4.type === undefined){
const err18 = {instancePath:instancePath+"/permissions/" + i0,schemaPath:"#/properties/permissions/items/required",keyword:"required",params:{missingProperty: "type"},schema:schema34.properties.permissions.items.required,parentSchema:schema34.properties.permissions.items,data:data4};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
for(const key1 in data4){
if(!((key1 === "value") || (key1 === "type"))){
const err19 = {instancePath:instancePath+"/permissions/" + i0,schemaPath:"#/properties/permissions/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},schema:false,parentSchema:schema34.properties.permissions.items,data:data4};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data4.value !== undefined){
let data5 = data4.value;
if(typeof data5 === "string"){
if(!pattern8.test(data5)){
const err20 = {instancePath:instancePath+"/permissions/" + i0+"/value",schemaPath:"#/$defs/permissionName/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z][A-Za-z0-9.-]*$"},schema:"^[A-Za-z][A-Za-z0-9.-]*$",parentSchema:schema37,data:data5};
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
const err21 = {instancePath:instancePath+"/permissions/" + i0+"/value",schemaPath:"#/$defs/permissionName/type",keyword:"type",params:{type: "string"},schema:schema37.type,parentSchema:schema37,data:data5};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data4.type !== undefined){
let data6 = data4.type;
if(!((data6 === "application") || (data6 === "delegated"))){
const err22 = {instancePath:instancePath+"/permissions/" + i0+"/type",schemaPath:"#/properties/permissions/items/properties/type/enum",keyword:"enum",params:{allowedValues: schema34.properties.permissions.items.properties.type.enum},schema:schema34.properties.permissions.items.properties.type.enum,parentSchema:schema34.properties.permissions.items.properties.type,data:data6};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
}
else {
const err23 = {instancePath:instancePath+"/permissions/" + i0,schemaPath:"#/properties/permissions/items/type",keyword:"type",params:{type: "object"},schema:schema34.properties.permissions.items.type,parentSchema:schema34.properties.permissions.items,data:data4};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
}
else {
const err24 = {instancePath:instancePath+"/permissions",schemaPath:"#/properties/permissions/type",keyword:"type",params:{type: "array"},schema:schema34.properties.permissions.type,parentSchema:schema34.properties.permissions,data:data3};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data.bot !== undefined){
let data7 = data.bot;
if(typeof data7 !== "boolean"){
const err25 = {instancePath:instancePath+"/bot",schemaPath:"#/properties/bot/type",keyword:"type",params:{type: "boolean"},schema:schema34.properties.bot.type,parentSchema:schema34.properties.bot,data:data7};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(data.digest !== undefined){
let data8 = data.digest;
if(typeof data8 === "string"){
if(!pattern9.test(data8)){
const err26 = {instancePath:instancePath+"/digest",schemaPath:"#/$defs/definitionDigest/pattern",keyword:"pattern",params:{pattern: "^sha256:[0-9a-f]{64}$"},schema:"^sha256:[0-9a-f]{64}$",parentSchema:schema38,data:data8};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
else {
const err27 = {instancePath:instancePath+"/digest",schemaPath:"#/$defs/definitionDigest/type",keyword:"type",params:{type: "string"},schema:schema38.type,parentSchema:schema38,data:data8};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data.firstSeen !== undefined){
let data9 = data.firstSeen;
if(typeof data9 === "string"){
if(!pattern10.test(data9)){
const err28 = {instancePath:instancePath+"/firstSeen",schemaPath:"#/$defs/time/pattern",keyword:"pattern",params:{pattern: "^[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,3})?Z$"},schema:"^[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,3})?Z$",parentSchema:schema39,data:data9};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
else {
const err29 = {instancePath:instancePath+"/firstSeen",schemaPath:"#/$defs/time/type",keyword:"type",params:{type: "string"},schema:schema39.type,parentSchema:schema39,data:data9};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
}
else {
const err30 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema34.type,parentSchema:schema34,data};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
validate21.errors = vErrors;
return errors === 0;
}
validate21.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate20(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="urn:trueup:lock:v1" */;
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
if(data.lockVersion === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "lockVersion"},schema:schema31.required,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.tenant === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "tenant"},schema:schema31.required,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.apps === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "apps"},schema:schema31.required,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
for(const key0 in data){
if(!(((key0 === "lockVersion") || (key0 === "tenant")) || (key0 === "apps"))){
const err3 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.lockVersion !== undefined){
let data0 = data.lockVersion;
if(1 !== data0){
const err4 = {instancePath:instancePath+"/lockVersion",schemaPath:"#/properties/lockVersion/const",keyword:"const",params:{allowedValue: 1},schema:1,parentSchema:schema31.properties.lockVersion,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.tenant !== undefined){
let data1 = data.tenant;
const _errs4 = errors;
let valid1 = false;
let passing0 = null;
const _errs5 = errors;
if(typeof data1 === "string"){
if(!pattern4.test(data1)){
const err5 = {instancePath:instancePath+"/tenant",schemaPath:"#/$defs/objectId/pattern",keyword:"pattern",params:{pattern: "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"},schema:"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$",parentSchema:schema32,data:data1};
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
const err6 = {instancePath:instancePath+"/tenant",schemaPath:"#/$defs/objectId/type",keyword:"type",params:{type: "string"},schema:schema32.type,parentSchema:schema32,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
var _valid0 = _errs5 === errors;
if(_valid0){
valid1 = true;
passing0 = 0;
}
const _errs8 = errors;
if(data1 !== null){
const err7 = {instancePath:instancePath+"/tenant",schemaPath:"#/properties/tenant/oneOf/1/type",keyword:"type",params:{type: "null"},schema:schema31.properties.tenant.oneOf[1].type,parentSchema:schema31.properties.tenant.oneOf[1],data:data1};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
var _valid0 = _errs8 === errors;
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
const err8 = {instancePath:instancePath+"/tenant",schemaPath:"#/properties/tenant/oneOf",keyword:"oneOf",params:{passingSchemas: passing0},schema:schema31.properties.tenant.oneOf,parentSchema:schema31.properties.tenant,data:data1};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
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
}
if(data.apps !== undefined){
let data2 = data.apps;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
for(const key1 in data2){
const _errs12 = errors;
if(typeof key1 === "string"){
if(!pattern5.test(key1)){
const err9 = {instancePath:instancePath+"/apps",schemaPath:"#/$defs/appName/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]*$"},schema:"^[a-z0-9][a-z0-9-]*$",parentSchema:schema33,data:key1,propertyName:key1};
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
const err10 = {instancePath:instancePath+"/apps",schemaPath:"#/$defs/appName/type",keyword:"type",params:{type: "string"},schema:schema33.type,parentSchema:schema33,data:key1,propertyName:key1};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
var valid3 = _errs12 === errors;
if(!valid3){
const err11 = {instancePath:instancePath+"/apps",schemaPath:"#/properties/apps/propertyNames",keyword:"propertyNames",params:{propertyName: key1},schema:schema31.properties.apps.propertyNames,parentSchema:schema31.properties.apps,data:data2};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
for(const key2 in data2){
if(!(validate21(data2[key2], {instancePath:instancePath+"/apps/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data2,parentDataProperty:key2,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate21.errors : vErrors.concat(validate21.errors);
errors = vErrors.length;
}
}
}
else {
const err12 = {instancePath:instancePath+"/apps",schemaPath:"#/properties/apps/type",keyword:"type",params:{type: "object"},schema:schema31.properties.apps.type,parentSchema:schema31.properties.apps,data:data2};
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
const err13 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema31.type,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
validate20.errors = vErrors;
return errors === 0;
}
validate20.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};
