// The private endpoints of one resource, one for each of its services, with their names in the private zones.

import { tagSet } from '../types.bicep'

param targetId string
param targetName string
param location string
param tags tagSet
param subnetId string

@description('A service of the resource (its group id) and the id of the private zone in which it is found.')
param services { group: string, zoneId: string }[]

resource endpoint 'Microsoft.Network/privateEndpoints@2024-07-01' = [
  for service in services: {
    name: 'pe-${targetName}-${service.group}'
    location: location
    tags: tags
    properties: {
      subnet: { id: subnetId }
      privateLinkServiceConnections: [
        {
          name: service.group
          properties: {
            privateLinkServiceId: targetId
            groupIds: [service.group]
          }
        }
      ]
    }
  }
]

resource names 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-07-01' = [
  for (service, i) in services: {
    parent: endpoint[i]
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        {
          name: service.group
          // An id made by resourceId, handed in.
          #disable-next-line use-resource-id-functions
          properties: { privateDnsZoneId: service.zoneId }
        }
      ]
    }
  }
]
