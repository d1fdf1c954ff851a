module.exports = {
  apps: [{
    name: 'shop',
    script: './app.js',
    exec_mode: 'cluster',
    instances: 2,
    // Longer than FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS and the app's own drain together.
    kill_timeout: 8000,
    env: {
      // In cluster mode PM2 runs the app in a process of its own making: only NODE_OPTIONS comes before it.
      NODE_OPTIONS: '--import=/srv/shop/node_modules/firstlight/register.js',
      OTEL_SERVICE_NAME: 'shop',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4317',
    },
  }],
};
