// Read by "azd up": everything comes from the azd environment ("azd env set NAME VALUE").
using 'main.bicep'

import { dev, prod } from 'shapes.bicep'

var shapes = { dev: dev, prod: prod }

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME')
param location = readEnvironmentVariable('AZURE_LOCATION')
param shape = shapes[readEnvironmentVariable('APPROVALS_SHAPE', 'dev')]
param entraClientId = readEnvironmentVariable('APPROVALS_ENTRA_CLIENT_ID')
param entraClientSecret = readEnvironmentVariable('APPROVALS_ENTRA_CLIENT_SECRET', '')
param publicUrl = readEnvironmentVariable('APPROVALS_PUBLIC_URL', '')
param directory = readEnvironmentVariable('APPROVALS_DIRECTORY', 'graph')
param mailChannel = readEnvironmentVariable('APPROVALS_MAIL_CHANNEL', 'graph')
param mailbox = readEnvironmentVariable('APPROVALS_MAILBOX')
param mailAuthservId = readEnvironmentVariable('APPROVALS_MAIL_AUTHSERV_ID')
param ticketSystem = readEnvironmentVariable('APPROVALS_TICKET_SYSTEM', 'desk')
param fileScanner = readEnvironmentVariable('APPROVALS_FILE_SCANNER', '')
param alertEmail = readEnvironmentVariable('APPROVALS_ALERT_EMAIL', '')
param frontDoorId = readEnvironmentVariable('APPROVALS_FRONT_DOOR_ID', '')
