/** The span attribute that holds the request ID. Semantic conventions have none; this follows their way of naming. */
export const ATTR_REQUEST_ID = 'request.id';
