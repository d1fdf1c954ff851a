// The function, as it is. Its variables: AWS_LAMBDA_EXEC_WRAPPER is not needed, NODE_OPTIONS=--require
// /opt/firstlight/register.js is.
exports.handler = async (event) => {
  console.log('handling', event.id);
  return { statusCode: 200, body: JSON.stringify({ id: event.id }) };
};
