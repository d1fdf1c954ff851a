module.exports = {
  apps: [
    {
      name: 'shop',
      script: './app.js',
      exec_mode: 'cluster',
      instances: 2,
      // Each of PM2's modes passes these on to Node; NODE_OPTIONS below `env` would come too late in a cluster.
      node_args: '--import /srv/shop/node_modules/firstlight/register.js',
      // Longer than FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS and the app's own drain together.
      kill_timeout: 8000,
      env: {
        OTEL_SERVICE_NAME: 'shop',
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4317',
      },
    },
  ],
};
