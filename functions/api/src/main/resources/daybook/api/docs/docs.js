/**
 * Swagger UI over this deployment's own description. A token that is given under Authorize stays in
 * memory, and goes to this origin only.
 */
SwaggerUIBundle({
  url: 'openapi.yaml',
  dom_id: '#swagger-ui',
  deepLinking: true,
  persistAuthorization: false,
  queryConfigEnabled: false,
  tryItOutEnabled: true,
  validatorUrl: null,
});
