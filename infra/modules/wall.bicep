// Who gets as far as the app: App Service Authentication asks for a sign-in of the tenant before any code of ours runs.
// It stands before the app's own checks and replaces none of them.
// It stands before the host's own paths too: "/runtime/*", with Durable's management URLs, and "/admin/*" can not be turned off,
// and ask for a key of the host only. Behind the wall they need a sign-in of the tenant as well.

param appName string
param tenantId string
param clientId string

@description('Programs of the tenant that may call the API, by client id, beside the app registration itself.')
param apiClientIds string[]

@description('Paths that programs without a sign-in reach; each checks its callers itself.')
param openPaths string[]

@description('The setting with the secret of the app registration.')
param registrationSetting string

resource app 'Microsoft.Web/sites@2025-03-01' existing = {
  name: appName
}

resource wall 'Microsoft.Web/sites/config@2025-03-01' = {
  parent: app
  name: 'authsettingsV2'
  properties: {
    platform: { enabled: true }
    globalValidation: {
      requireAuthentication: true
      unauthenticatedClientAction: 'RedirectToLoginPage'
      redirectToProvider: 'azureactivedirectory'
      excludedPaths: openPaths
    }
    httpSettings: { requireHttps: true }
    identityProviders: {
      azureActiveDirectory: {
        enabled: true
        registration: {
          openIdIssuer: '${environment().authentication.loginEndpoint}${tenantId}/v2.0'
          clientId: clientId
          clientSecretSettingName: registrationSetting
        }
        validation: {
          allowedAudiences: [clientId, 'api://${clientId}']
          defaultAuthorizationPolicy: { allowedApplications: concat([clientId], apiClientIds) }
        }
      }
    }
    // The app needs no token of the wall's: none is kept.
    login: { tokenStore: { enabled: false } }
  }
}
