// The settings of the app. None of them is a secret: identities, addresses, and one reference into the vault.

param appName string

@description('What the host and the product read.')
param settings { *: string }

resource app 'Microsoft.Web/sites@2025-03-01' existing = {
  name: appName
}

resource config 'Microsoft.Web/sites/config@2025-03-01' = {
  parent: app
  name: 'appsettings'
  properties: settings
}
