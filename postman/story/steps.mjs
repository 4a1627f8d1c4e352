// What a step may say. Each names a `call`, an operation of the schema; all else may be left out:
//
//   name, note        its name in Postman (else the operation's), and a word about it
//   example, change   which of the schema's examples is the body, by its summary (else the first),
//                     and the fields that differ; or `body`, all of it
//   path, query, headers, auth   values; `auth: ""` sends none
//   before            lines of script that run first
//   save              variables, and what each becomes: an expression with `answer`, the parsed body
//   checks            sentences, and the expression that asserts each
//   status, refused   another success, or the refusal that is due: `{ status, code, attr }`

/** A number from a variable: in a body it stands without quotes. */
export const number = (name) => `{{#${name}}}`;

export const header = (name) => `pm.response.headers.get("${name}")`;

/** Assertion: what an expression comes to. */
export const equals = (expression, value) => `pm.expect(${expression}).to.eql(${value})`;

/** A variable's value, inside a script. */
export const variable = (name) => `pm.collectionVariables.get("${name}")`;

/** `If-Match` with the version that was saved under that name. */
export const ifMatch = (name) => ({ "If-Match": `"{{${name}}}"` });

/** The id and the version of the row in the answer, under the row's name. */
export const saveRow = (name) => ({
  [`${name}_id`]: "answer.id",
  [`${name}_version`]: "answer.version",
});
