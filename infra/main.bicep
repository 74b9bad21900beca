// Approvals in Azure: one resource group with everything in it. "azd up" makes it and deploys to it.
targetScope = 'subscription'

import { storageBlobDataContributor, storageBlobDataOwner, storageQueueDataContributor, storageTableDataContributor } from 'roles.bicep'
import { environmentShape } from 'shapes.bicep'
import { appSettings } from 'types.bicep'

@description('What this environment is called, such as "dev". Names of resources follow from it.')
@minLength(2)
@maxLength(20)
param environmentName string

@description('The region of everything.')
param location string

@description('How large and how closed the environment is.')
param shape environmentShape

@description('The tenant whose people sign in.')
param entraTenantId string = tenant().tenantId

@description('The client id of the app registration.')
@minLength(36)
@maxLength(36)
param entraClientId string

@description('The client secret of the app registration; it goes into the vault. Empty: what is in the vault stays.')
@secure()
param entraClientSecret string

@description('Programs of the tenant that may call the API, by client id.')
param apiClientIds string[] = []

@description('Where people reach the pages. Empty: the address that Azure gives the app.')
param publicUrl string = ''

@description('Who says who people are: the people.yaml that is deployed, or Microsoft Graph (run infra/graph-grants then).')
param directory 'catalogue' | 'graph' = 'graph'

@description('How mails go out and come in.')
param mailChannel 'embedded' | 'graph' = 'graph'

@description('The address that sends and receives.')
param mailbox string

@description('The mail boundary whose Authentication-Results are trusted: the name that it writes first in them.')
param mailAuthservId string

@description('Further mailboxes that share the load of sending, with commas between them. Each needs the same grant as the first.')
param moreMailboxes string = ''

@description('The ticket system of topics that name none.')
param ticketSystem 'desk' | 'zendesk' | 'servicenow' | 'jira' | 'gitlab' | 'mail' | 'webhook' = 'desk'

@description('The system that takes the tickets of systems which topics name and that are not set up here. Empty: there is none, and the app does not start until each is set up.')
param ticketStandIn string = 'desk'

@description('The settings of the ticket systems in use, such as Approvals__Tickets__Zendesk__Url. Secrets are references to the vault.')
param ticketSettings appSettings = {}

@description('The virus scanner of attached files: clamd://host:3310, or an address that takes them by POST. Empty: nobody looks at them.')
param fileScanner string = ''

@description('Who is told when an effect was given up. Empty: nobody by mail.')
param alertEmail string = ''

@description('The id of the only Azure Front Door profile that is let through. Empty: everybody.')
param frontDoorId string = ''

var suffix = uniqueString(subscription().id, environmentName, location)
var name = 'approvals-${environmentName}'
var appName = 'func-${name}-${suffix}'
var hubName = 'approvals'
var packages = 'packages'
var registrationSetting = 'Approvals__Entra__ClientSecret'
var tags = { 'azd-env-name': environmentName }

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'rg-${name}'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  scope: group
  params: {
    name: 'id-${name}'
    location: location
    tags: tags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: {
    workspaceName: 'log-${name}'
    insightsName: 'appi-${name}'
    location: location
    tags: tags
    retentionDays: shape.logRetentionDays
    dailyGb: shape.logDailyGb
    principalId: identity.outputs.principalId
  }
}

// What the Functions host and Durable keep: leases, queues, histories, and the deployed package.
module hostStorage 'modules/storage.bicep' = {
  scope: group
  params: {
    name: 'sth${suffix}'
    location: location
    tags: tags
    sku: shape.storageSku
    softDeleteDays: shape.softDeleteDays
    private: shape.privateEndpoints
    containers: [packages]
    // Who put which package there. Durable looks at queues and tables all day long: logs of that would cost more than the product.
    logs: { blob: ['StorageWrite', 'StorageDelete'], queue: [], table: [] }
    workspaceId: monitoring.outputs.workspaceId
    principalId: identity.outputs.principalId
    roles: [storageBlobDataOwner, storageQueueDataContributor, storageTableDataContributor]
  }
}

// What people asked for and decided.
module productStorage 'modules/storage.bicep' = {
  scope: group
  params: {
    name: 'stp${suffix}'
    location: location
    tags: tags
    sku: shape.storageSku
    softDeleteDays: shape.softDeleteDays
    private: shape.privateEndpoints
    // Attached files: the app would make it too.
    containers: ['approvals-files']
    logs: {
      blob: ['StorageRead', 'StorageWrite', 'StorageDelete']
      queue: []
      table: ['StorageRead', 'StorageWrite', 'StorageDelete']
    }
    workspaceId: monitoring.outputs.workspaceId
    principalId: identity.outputs.principalId
    roles: [storageBlobDataContributor, storageTableDataContributor]
  }
}

module vault 'modules/vault.bicep' = {
  scope: group
  params: {
    name: 'kv${suffix}'
    location: location
    tags: tags
    softDeleteDays: shape.softDeleteDays
    private: shape.privateEndpoints
    workspaceId: monitoring.outputs.workspaceId
    principalId: identity.outputs.principalId
    entraClientSecret: entraClientSecret
  }
}

module network 'modules/network.bicep' = if (shape.privateEndpoints) {
  scope: group
  params: {
    name: 'vnet-${name}'
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
  }
}

module hostEndpoints 'modules/endpoints.bicep' = if (shape.privateEndpoints) {
  scope: group
  params: {
    targetId: hostStorage.outputs.id
    targetName: hostStorage.outputs.name
    location: location
    tags: tags
    subnetId: network!.outputs.endpointSubnetId
    services: [
      { group: 'blob', zoneId: network!.outputs.zoneIds.blob }
      { group: 'queue', zoneId: network!.outputs.zoneIds.queue }
      { group: 'table', zoneId: network!.outputs.zoneIds.table }
    ]
  }
}

module productEndpoints 'modules/endpoints.bicep' = if (shape.privateEndpoints) {
  scope: group
  params: {
    targetId: productStorage.outputs.id
    targetName: productStorage.outputs.name
    location: location
    tags: tags
    subnetId: network!.outputs.endpointSubnetId
    services: [
      { group: 'blob', zoneId: network!.outputs.zoneIds.blob }
      { group: 'table', zoneId: network!.outputs.zoneIds.table }
    ]
  }
}

module vaultEndpoints 'modules/endpoints.bicep' = if (shape.privateEndpoints) {
  scope: group
  params: {
    targetId: vault.outputs.id
    targetName: vault.outputs.name
    location: location
    tags: tags
    subnetId: network!.outputs.endpointSubnetId
    services: [{ group: 'vault', zoneId: network!.outputs.zoneIds.vault }]
  }
}

module scheduler 'modules/scheduler.bicep' = if (shape.durableTaskScheduler) {
  scope: group
  params: {
    name: 'dts-${name}'
    location: location
    tags: tags
    hubName: hubName
    principalId: identity.outputs.principalId
  }
}

module app 'modules/app.bicep' = {
  scope: group
  params: {
    name: appName
    planName: 'plan-${name}'
    location: location
    tags: tags
    shape: shape
    workspaceId: monitoring.outputs.workspaceId
    identityId: identity.outputs.id
    packageUri: '${hostStorage.outputs.blobUri}${packages}'
    subnetId: shape.privateEndpoints ? network!.outputs.appSubnetId : ''
    frontDoorId: frontDoorId
  }
  // The app looks for its storage as soon as it is there.
  dependsOn: [hostEndpoints, productEndpoints, vaultEndpoints]
}

module wall 'modules/wall.bicep' = {
  scope: group
  params: {
    appName: app.outputs.name
    tenantId: entraTenantId
    clientId: entraClientId
    apiClientIds: apiClientIds
    registrationSetting: registrationSetting
    openPaths: [
      '/health/live'
      '/health/ready'
      // Graph proves itself by a secret of the subscription.
      '/api/graph/notifications'
      // Entra ID posts the answer to a sign-in there, from its own site; the app checks that it asked for it.
      '/signin-oidc'
    ]
  }
}

module settings 'modules/settings.bicep' = {
  scope: group
  params: {
    appName: app.outputs.name
    settings: union(
      {
        AzureWebJobsStorage__accountName: hostStorage.outputs.name
        AzureWebJobsStorage__credential: 'managedidentity'
        AzureWebJobsStorage__clientId: identity.outputs.clientId
        // "/" is the product's page, not the host's.
        AzureWebJobsDisableHomepage: 'true'
        APPLICATIONINSIGHTS_CONNECTION_STRING: monitoring.outputs.connectionString
        APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.outputs.clientId};Authorization=AAD'
        AZURE_CLIENT_ID: identity.outputs.clientId
        Approvals__Store: 'tables'
        Approvals__Tables__ServiceUri: productStorage.outputs.tableUri
        Approvals__Tables__ClientId: identity.outputs.clientId
        Approvals__PublicUrl: empty(publicUrl) ? app.outputs.url : publicUrl
        Approvals__Auth: 'entra'
        Approvals__Entra__Instance: environment().authentication.loginEndpoint
        Approvals__Entra__TenantId: entraTenantId
        Approvals__Entra__ClientId: entraClientId
        '${registrationSetting}': '@Microsoft.KeyVault(SecretUri=${vault.outputs.entraClientSecretUri})'
        Approvals__Directory: directory
        Approvals__Graph__ClientId: identity.outputs.clientId
        Approvals__Mail__Channel: mailChannel
        Approvals__Mail__Mailbox: mailbox
        Approvals__Mail__AuthservId: mailAuthservId
        Approvals__Mail__Graph__ClientId: identity.outputs.clientId
        Approvals__Mail__Graph__MoreMailboxes: moreMailboxes
        Approvals__Files__Scanner: fileScanner
        Approvals__Tickets__Default: ticketSystem
        Approvals__Tickets__StandIn: ticketStandIn
      },
      ticketSettings,
      // They win over host.json, so that the deployed package is the same with either backend.
      shape.durableTaskScheduler
        ? {
            DURABLE_TASK_SCHEDULER_CONNECTION_STRING: 'Endpoint=${scheduler!.outputs.endpoint};Authentication=ManagedIdentity;ClientID=${identity.outputs.clientId}'
            AzureFunctionsJobHost__extensions__durableTask__hubName: scheduler!.outputs.hubName
            AzureFunctionsJobHost__extensions__durableTask__storageProvider__type: 'azureManaged'
            AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName: 'DURABLE_TASK_SCHEDULER_CONNECTION_STRING'
          }
        : {}
    )
  }
}

module alert 'modules/alert.bicep' = {
  scope: group
  params: {
    name: name
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    alertEmail: alertEmail
  }
}

output AZURE_RESOURCE_GROUP string = group.name
output APPROVALS_APP string = app.outputs.name
output APPROVALS_URL string = empty(publicUrl) ? app.outputs.url : publicUrl
output APPROVALS_IDENTITY_CLIENT_ID string = identity.outputs.clientId
output APPROVALS_IDENTITY_PRINCIPAL_ID string = identity.outputs.principalId
output APPROVALS_VAULT string = vault.outputs.name
